/**
 * Words of a classroom that may stand at a sentence's beginning without an article, and that the recogniser does not
 * know for certain: substances, food, animals, weather, the body, what is played with, and what is done. Written by hand.
 */
export const things: ReadonlySet<string> = new Set(
  `glue clay paint paper cardboard wood metal plastic glass cloth felt foam string yarn thread rope wire tape wax chalk
crayon crayons marker markers pencil pencils pen brush brushes scissors stickers sticker glitter ink dye
playdough dough slime goop putty bubbles bubble confetti cotton wool leather rubber stone stones rock rocks pebble pebbles
gravel dirt mud soil dust ash smoke fire flame flames steam vapor fog mist ice snow rain hail sleet frost dew slush wind
breeze thunder lightning storm storms sunshine sunlight daylight darkness shadow shadows cloud clouds rainbow rainbows
gravity magnet magnets magnetism electricity energy heat friction force forces balance motion speed sound sounds noise
light air oxygen gas liquid solid matter weather temperature pressure volume weight height length distance space
milk juice tea coffee cocoa soup bread butter cheese cream yogurt sugar salt pepper honey jam jelly syrup flour rice
pasta noodles cereal oatmeal pizza toast meat chicken turkey ham fish egg eggs fruit fruits apple apples banana bananas
orange oranges grape grapes cherry cherries peach peaches pear pears plum plums lemon lemons lime limes melon watermelon
strawberries blueberries raspberries tomato tomatoes potato potatoes carrot carrots corn beans bean peas pea pumpkin
pumpkins squash lettuce cabbage onion onions garlic cookie cookies cake cakes cupcake cupcakes candy chocolate ice-cream
popcorn pretzels crackers chips dinner supper dessert breakfast brunch food foods
grass leaf leaves tree trees bush bushes flower flowers petal petals root roots stem stems seed seeds sprout sprouts moss
mushroom mushrooms acorn acorns pinecone pinecones bark twig twigs stick sticks branch branches hay straw
cat cats dog dogs puppy puppies kitten kittens rabbit rabbits hamster hamsters mouse mice rat rats cow cows horse horses
sheep goat goats pigs duck ducks ducklings goose geese hen hens rooster chick chicks bird birds owl owls eagle eagles
robins penguin penguins parrot parrots frog frogs tadpole tadpoles toad toads turtle turtles snake snakes lizard lizards
snail snails slug slugs worm worms ant ants bee bees wasp wasps bug bugs beetle beetles ladybug ladybugs fly flies moth
moths butterfly butterflies caterpillar caterpillars cocoon chrysalis spider spiders cricket crickets grasshopper whale
whales shark sharks dolphin dolphins octopus crab crabs starfish seal seals lion lions tiger tigers bears elephant
elephants giraffe giraffes monkey monkeys zebra zebras wolves foxes deer squirrel squirrels raccoon raccoons bat bats
dragon dragons unicorn unicorns monster monsters dinosaurs fossils fossil bones bone volcano volcanoes lava
truck trucks car cars bus buses train trains boat boats ship ships plane planes airplane rocket rockets bike bikes
scooter wheels wheel ramps ramp tower towers bridge bridges castle house houses ball balls doll dolls puppet puppets
puzzle puzzles toy toys train tracks cars teddy dice cards game games tag hide-and-seek hopscotch soccer football
baseball basketball hockey gymnastics ballet yoga karate dancing singing drawing painting sharing reading counting
writing running jumping cleanup clean-up pickup goodbye hand hands foot feet finger fingers nose eyes ears mouth teeth
hair skin blood heart brain lungs stomach muscles bones germs medicine soap shampoo water sand dirt toothpaste
shirt shirts pants shoes shoe socks sock boots hat hats mittens gloves coat coats jacket jackets backpack backpacks
homework practice science history geography homework pretend make-believe magic luck laughter happiness sadness anger
fear kindness patience sharing friendship bravery courage teamwork safety danger peace trouble help
something nothing everything anything another others both half part most some many few several none one two three four
five six seven eight nine ten eleven twelve twenty hundred thousand zero red blue yellow green orange purple pink black
white brown gray grey gold silver beige turquoise square squares circles triangle triangles rectangle rectangles
hexagon hexagons cube cubes sphere spheres oval ovals letter letters number numbers word words line lines shape shapes
today tomorrow yesterday tonight noon midnight sunrise sunset birthday birthdays holiday holidays vacation
president presidents doctor doctors nurse nurses firefighter firefighters police farmer farmers astronaut astronauts
pirate pirates princesses king kings queen queens knights knight fairy fairies witch witches ghost ghosts giants giant
robot robots alien aliens baby babies people person adults grown-ups grownups parents family families neighbors
bathroom hallway stairs window windows door doors wall walls floor table tables chair chairs bed beds couch
bottle bottles cup cups bowl bowls plate plates spoon spoons fork forks bucket buckets shovel shovels box boxes bag bags
tissue tissues towel towels napkin napkins trash garbage recycling compost money pennies coins nickel dime quarter`
    .split(/\s+/u)
    .filter((word) => word !== ''),
);
