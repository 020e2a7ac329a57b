const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/u));

/**
 * Given names that are everyday words as well. By themselves they tell nothing: such a word is a name only where
 * capital letter, place in the sentence and punctuation say so.
 */
export const everydayNames = words(
  `will mark rose grace hope may june april august summer autumn winter faith joy ivy daisy lily violet iris jasmine
hazel olive ruby pearl amber jade dawn eve sky skye river robin jay hunter chase chance bill rob pat sue jack drew art
frank gene dean earl duke king prince angel heaven melody harmony destiny trinity charity patience mercy star sunny
page holly heather poppy basil ginger clay cliff glen brook brooke forest stone max miles victor guy nick don ray lance
grant ward carol dot dash bell penny sandy rocky rusty buddy honey bunny kitty bear wolf fox lark wren raven phoenix
coral crystal opal sapphire diamond justice liberty haven cash ace reed heath woody mason carter parker cooper taylor
tanner archer porter sawyer piper sage clover fern juniper magnolia rain storm snow china india paris london
sydney madison austin dallas jordan israel kenya asia georgia virginia florence victoria charlotte jack young long
rich wood hill field brown green white black gray moon sun love merry noel christian`.replaceAll('\n', ' '),
);

/** Words that a class writes with a capital letter and that name nobody: activities, places of the room, people by their part. */
export const classroomWords = words(
  `lesson lessons video recording time table circle block blocks center centers centre area corner rug carpet library garden gym room group party day
week show tell story stories song songs book books reading music movement art math science dramatic play playground
snack lunch breakfast nap rest recess outside inside morning afternoon station message meeting water sand sensory
house kitchen school class preschool kindergarten teacher teachers friend friends scientist scientists builder builders
explorer explorers mommy mom mama daddy dad papa grandma grandpa nana granny auntie aunt uncle sister brother baby
sweetie honey buddy sweetheart darling dear love guys kids children boys girls everybody everyone somebody someone
anybody nobody moon sun earth mars lego legos duplo playdoh santa goldilocks cinderella rapunzel humpty dumpty peppa
pig elmo god mr mrs ms miss dr sir madam okay ok yes no yeah nope please thanks thank sorry hello hi hey bye goodbye
wow oh ah uh um hmm ouch yay hooray careful great good nice super perfect wonderful excellent awesome amazing fantastic
right now then so well alright remember look listen watch maybe first next last finally because hurry stop wait ready
english spanish french german italian portuguese dutch polish russian ukrainian greek turkish arabic hebrew hindi urdu
bengali punjabi tamil chinese mandarin cantonese japanese korean vietnamese tagalog swahili somali yoruba igbo african
american asian european mexican canadian british irish indian australian dinosaur tyrannosaurus triceratops halloween
thanksgiving christmas easter hanukkah ramadan eid diwali valentine bluetooth youtube google ipad`.replaceAll(
    '\n',
    ' ',
  ),
);

/** What stands before a surname, and is itself no name. */
export const titles = words(
  'mr mrs ms miss mister missus dr doctor prof professor teacher coach sister auntie aunt uncle',
);

/** Parts of a full name that, alone, name nobody. */
export const particles = words('de del della der den di da dos las los la le van von bin bint ibn al el abu mc');
