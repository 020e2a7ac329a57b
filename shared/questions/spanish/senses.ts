/**
 * What kind of answer a Spanish question invites, told by its words without accents. The first that fits counts.
 * Spanish has no auxiliary to tell yes-no questions by; what is left over is one, or a statement.
 */
const you = '(?:tu|vos|usted|ustedes|vosotros|vosotras|ellos|ellas|el|ella|yo|nosotros)';
const pronoun = '(?:(?:me|te|se|le|les|nos|os|lo|la|los|las|no|ya) )*';
const think = '(?:crees|cree|creen|creeis|piensas|piensa|piensan|pensas|pensais|opinas|opinan|opina|imaginas|dirias)';
const tell =
  '(?:cuenta|cuentas|contas|contar|cuente|cuenten|contad|contais|cuentan|platica|platicas|platicar|platique|explica|explicas|explicar|explique|expliquen|explicad|explicais|dice|dices|decir|dime|decime|digame|diganme|decidme|describe|describir|habla|hablas)';

const table: readonly (readonly [name: string, pattern: string, where?: 'alone' | 'with lead'])[] = [
  // asks again
  ['repair', `^(?:perdon )?(?:como|mande|que cosa|ah|eh|que|what|huh|hm)$`, 'alone'],
  [
    'repair',
    `^(?:como que\\b|que ${you}? ?(?:has dicho|dijiste|dijo|dijeron|decis|dices)\\b|como (?:dices|dice|dijo|dijiste|decis|has dicho)\\b|que fue lo que di|mande\\b|una? que$|wait what)`,
  ],
  ['repair', `^(?:que|el|la|los|las|un|una) .*\\b(?:que|quien|adonde|donde|un que|una que)$`],
  // does not ask, though it looks so
  [
    'exclamation',
    `^(?:ay )?que (?:bonit|lind|ric|chever|grand|alt|padre|buen|bien|mal|gracios|suave|fuerte|feo|fea|asco|susto|guapa|guapo|miedo|barbaridad|divertid|rapid|largo|larga|despacito|emocion|alegria|frio|calor)`,
  ],
  // invitations and suggestions
  ['suggestion', `\\b(?:que tal si|que (?:te|os|les|le) parece si)\\b`],
  ['suggestion', `^(?:y )?si (?:${pronoun})(?!quier|quer)\\S+(?:amos|emos|imos|as|es|is)\\b(?!.*\\b(?:que|como)\\b)`],
  ['tell instead', `por que no (?:${pronoun})${tell}`],
  [
    'suggestion',
    `por que no (?:${pronoun})(?:se |te |nos )?(?:${you} )?(?!dej|quier|quer|gust|pued|pod|est|sab|tien|hay|es\\b|son\\b|vin|ha|va\\b|van\\b|com[ei]a)\\S+(?:as|es|is|amos|emos|imos|an|en|sienta|cuenta|pone|viene)\\b`,
  ],
  [
    'know why',
    `\\b(?:sabes|sabe|saben|sabeis|te acuerdas?|te acordas|os acordais|se acuerdan?|recuerdas?)\\b.* (?:por que|para que|que paso|que pas|como (?!se (?:llama|dice|escribe)))`,
  ],
  ['sees', `^(?:${you} )?(?:no )?(?:lo |la |los |las |ya )?(?:ves|veis|ven|viste|visteis|vieron)\\b`],
  [
    'know which',
    `^(?:${you} )?(?:y )?(?:sabes|sabe|saben|sabeis|te acuerdas?|te acordas|os acordais|se acuerdan?|recuerdas?)\\b`,
  ],
  // tell me which
  [
    'which told',
    `\\b(?:dime|decime|digame|diganme|decidme|dinos|cuentale|cuentame|preguntale)\\b.*\\b(?:cuant|de que color|que color|quien|donde|cual|como se llama|como se dice|que numero|que letra|que forma)`,
  ],
  ['whether told', `\\b(?:dime|decime|digame|diganme|decidme|dinos)\\b.* si `],
  ['name one', `\\b(?:dime|decime|digame|diganme|decidme|dinos)(?: \\S+)? (?:una?|el|la|otr[oa]|algun\\S*) `],
  // telling
  [
    'tell',
    `\\b(?:cuentame|cuentenme|cuenteme|contame|contadme|cuentanos|platicame|platiquenme|platiqueme|platicanos|explicame|expliqueme|expliquenme|explicadme|explicanos|hablame|hableme|hablanos|describeme|describe|(?:cuent|explic|platic|cont)\\S*(?:melo|melos|nosla|noslo|le|les|mela))\\b|^(?:a ver )?(?:cuenta|cuente|cuentenle|cuentale) (?:un |el |la |las |los |le |lo |que|como)`,
  ],
  [
    'tell',
    `\\b(?:me|nos) (?:${you} )?(?:puedes?|puede|pueden|podes|podeis|podrias|podria|vas a|vais a|van a|quieres?|quieren|queres) ${tell}\\b|\\b(?:puedes?|puede|pueden|podes|podrias|quieres|queres|can you|vas a|vais a) (?:${tell}(?:me|nos|melo|noslo)?|contarme|contarnos|explicarme|explicarnos|platicarme|decirme|decirnos|tell me)\\b|\\b(?:me|nos) (?:cuentas|cuenta|contas|cuentan|contais|explicas|explica|platicas|platica)\\b`,
  ],
  ['tell', `\\b(?:dime|decime|digame|diganme|decidme|dinos|tell me)\\b`],
  ['wonder', `\\b(?:me pregunto|nos preguntamos|quisiera saber|me gustaria saber|quiero saber|i wonder)\\b`],
  ['show how', `\\b(?:muestra|mostra|enseña|muestre|enseñe|ensena)(?:me|nos)? como\\b`],
  ['do you know what', `^(?:${you} )?(?:sabes|sabe|saben|sabeis) que$`],
  // reasons
  ['reason', `\\b(?:por que|why|como es que|a que se debe|como asi)\\b`],
  // thinking ahead
  [
    'if',
    `\\bcomo (?:\\S+ )?(?:${pronoun})\\S+(?:ria|rias|rian|riais|riamos) si\\b|\\bque (?:${pronoun})(?:pasaria|ocurriria|sucederia)\\b`,
  ],
  ['to come', `\\bde que (?:${think} )(?:${you} )?que (?:se )?(?:va|trata)`],
  [
    'if',
    `\\bque (?:${you} )?(?:${pronoun})(?:pasa|pasara|pasaria|pasaba|le pasaria|le pasa|sucede|sucederia|sucedera|ocurre|ocurriria|ocurrira|puede pasar|podria pasar|pase)\\b.*\\bsi\\b|\\bsi\\b.* (?:que|como) (?:${pronoun})(?:pasa|pasaria|pasara|va a|vas a|hacemos|haria|harias|ocurriria|ocurre)`,
    'with lead',
  ],
  [
    'to come',
    `\\b(?:que|como|what) .*(?:va|vas|van|vais|ira|iran|vamos) a (?:${pronoun})(?:pasar|ocurrir|suceder|hacer|ser|sentir|quedar)`,
  ],
  ['to come', `\\bque .*(?:pasara|ocurrira|sucedera|hara|haran)\\b`],
  [
    'would',
    `\\b(?:que|como|cuales|what) (?!.*\\b(?:cual|quien)\\b).*(?:harias|haria|harian|hariais|\\S{2,}riais|podrias|podria|podriamos|podrian|cambiarias|cambiaria|gustaria|serias|serian|dirias|pondrias)\\b`,
  ],
  [
    'could',
    `\\b(?:que|como|what else|de que|con que) (?!.*puede ser\\b).*(?:podemos|podriamos|puedo|podes|podeis|could|can we|puede|pueden|se os ocurre|se te ocurre|se les ocurre|se le ocurre|ideas?)\\b`,
  ],
  [
    'opinion',
    `^(?:a (?:ti|vos|usted|ustedes|vosotros) )?(?:que|what) (?:${you} )?(?:(?:te|os|les|le) )(?:parecio|parece|parecieron)(?!.* (?:que|si)\\b)`,
  ],
  [
    'opinion',
    `^(?:a )?(?:${you} |vos )?que (?:${you} |ustedes )?(?:te |os |les |le )?(?:parece|opina|opinas|opinan|opinais|creen|crees|piensas|piensan|cree|creen|creeis|pensas|dicen|dices)(?: ${you}| de .*| este.*| \\S+)?$`,
  ],
  // reasons and ways
  [
    'purpose',
    `\\bpara que(?:$| (?:${pronoun})(?:(?:crees|piensas) que |se )?(?:sirv|es\\b|quier|quer|tien|usa|son\\b|era|necesit|vas?\\b|ped|dic|hac|pon|ha\\b|has\\b|llev))`,
  ],
  ['so that', `^para que\\b`],
  ['sound made', `^(?:y )?como (?:hace|hacen|suena|suenan|dice) (?:el|la|los|las|un|una) \\S+$`],
  ['like this', `^como (?:el|la|los|las|un|una|este|esta|esto) (?:\\S+|de \\S+(?: \\S+)?)$`],
  [
    'named',
    `\\bcomo (?:\\S+ ){0,3}(?:${pronoun})(?:llama|llamas|llaman|llamaba|dice|escribe|escriben|llamo|llamais|llamara)\\b`,
  ],
  [
    'greeting',
    `\\b(?:como|que tal) (?:${you} )?(?:estas|esta usted|estan|amanecieron|amaneciste|amanecio|andas|va todo)$`,
  ],
  ['went', `\\b(?:como (?:${pronoun})(?:fue|fueron|va|ha ido|salio)|que tal)\\b`],
  [
    'how known',
    `\\bcomo (?:${you} )?(?:${pronoun})(?:sabes|sabe|saben|sabeis|supiste|supieron|diste cuenta|sabemos)\\b`,
  ],
  [
    'how it is',
    `\\bcomo (?:${you} )?(?:${pronoun})(?:es|son|era|eran|esta|estan|estaba|siente|sienten|sientes|sentis|sentia|sentiste|sentirias|suena|huele|sabe|quedo|queda|ves|ve|parece|estara)\\b`,
  ],
  ['how done', `\\bcomo\\b`],
  ['liked most', `\\bmas (?:te|os|les|le|nos) (?:ha |han |habia )?(?:gust|interes|llam)`],
  // more of it
  ['what else alone', `^(?:a ver )?(?:que mas|algo mas|que otra cosa|y que mas)(?: a ver)?$`],
  ['what else', `\\b(?:que|quien|a quien|cual|con que|que otr\\S+) mas\\b|\\bque otr[oa]s?\\b|\\bwhat else\\b`],
  // what happens
  [
    'what happens',
    `\\bque (?:${you} )?(?:es lo que )?(?:${pronoun})(?:pas|ocurr|suced|esta pasando|esta ocurriendo|estaba pasando|ha pasado|habra pasado|fue lo que paso)`,
  ],
  [
    'what is done',
    `\\bque (?:${you} |es lo que |fue lo que |mas )*(?:${pronoun})(?:hace|haces|hacen|haceis|haciais|hacia|hacian|hizo|hiciste|hicieron|hicimos|hicisteis|hacemos|haras|ha hecho|has hecho|habeis hecho|han hecho|esta haciendo|estas haciendo|estan haciendo|estais haciendo|estaba haciendo|estaban haciendo|and\\S+ haciendo|tenias que hacer|hay que hacer|vas a hacer|va a hacer|hagas|haga|hacer)\\b`,
  ],
  [
    'what differs',
    `\\b(?:que|what) (?:diferencia|notan diferente|tiene de diferente|cambio)|\\ben que se (?:parecen|diferencian|parece|diferencia)\\b`,
  ],
  [
    'what is about',
    `\\bde que (?:${pronoun})?(?:va|trata|trataba|crees? que (?:se )?(?:va|trata))\\b|se va a tratar\\b`,
  ],
  [
    'what is said',
    `\\bque (?:${you} |le |les |te )*(?:dijo|dice|dijeron|decia|contaba|penso|piensa|estara pensando)\\b`,
  ],
  [
    'what is being',
    `\\bque (?:${you} )*(?:${pronoun})(?:esta|estas|estan|estais|estamos|anda|andas|estaba) \\S+ndo\\b`,
  ],
  ['what means', `\\bhow does it feel\\b|\\bwhat s? ?happen`],
  [
    'what noticed',
    `\\bque (?:${you} |es lo que |mas |cosas )*(?:${pronoun})(?:ves|ve|ven|veis|viste|vieron|visteis|has visto|habeis visto|notas|notaron|notaste|observas|observan|observaron|descubri\\S+|aprend\\S+|recuerd\\S+|sient\\S+|cuent\\S+|dibujaste|soñaste|significa)\\b`,
  ],
  ['what means', `\\bque (?:quiere decir|significa|es (?:un|una|el|la|eso de) \\S+$)`],
  ['what it is', `\\bque (?:es|son|era|eran|sera)\\b`],
  ['who', `\\b(?:quien|quienes|a quien) (?:${you} )?${think}\\b`],
  ['which', `\\b(?:cual|cuales|cuant[oa]s?|donde) (?:${you} )?${think}\\b`],
  // asks whether, and goes on with que
  ['true that', `^(?:verdad que|a que|a poco)\\b`],
  ['think whether', `\\b${think} (?:${you} )?que\\b`],
  ['offer', `^(?:${you} )?(?:quieres|quiere|quieren|queres|quereis|do you want|te gustaria)\\b`],
  // one answer
  [
    'which noun',
    `\\b(?:que|what) (?:color|forma|numero|letra|dia|hora|animal|animales|tamaño|nombre|fruta|juguete|parte|cuento|sonido|figura|ropa|color\\w*|years?|shape|cara|mano|lado|tipo|clase)`,
  ],
  ['how many', `\\b(?:cuant[oa]s?|how many)\\b`],
  ['which', `\\b(?:cual|cuales|which)\\b`],
  ['favourite', `\\bfavorit|\\bmas te gust|\\bte gusta mas\\b|\\bmas (?:os|les|le) (?:ha )?gust`],
  ['where', `\\b(?:donde|adonde|where)\\b`],
  ['who', `\\b(?:quien|quienes|who)\\b`],
  ['when', `^(?:${you} )?(?:desde |hasta |para )?cuando\\b|\\ba que hora\\b`],
  [
    'what wanted',
    `\\b(?:que|a que) (?:${you} )?(?:${pronoun})(?:quieres|quiere|quieren|queres|quereis|necesit\\S+|prefier\\S+)`,
  ],
  ['what alone', `^(?:${you} )?(?:a |de |con |en |por )?que$`],
  ['what', `^(?:${you} |de |a |en |con |por |desde |hasta |sobre )*(?:que|what)\\b`],
  [
    'what after',
    `^(?:en|el|la|los|las|un|una|estos?|estas?|luego|despues|ahora|eso|este|tu|mi|por) .*(?:que|what) (?:${pronoun})\\S+(?: (?:a|en|de|con) \\S+| \\S+)?$`,
  ],
  ['what inside', ` que `],
  // no question word
  ['may I', `^(?:${you} )?(?:te|le|les|os) (?:ayud|sirv|amarr|pong|limpi|dejo|doy|leo|bajamos|abro)`],
  [
    'please do',
    `^(?:${you} )?(?:me|nos) \\S+(?:as|es|a|e|an|en|is)\\b|^(?:${you} )?(?:puedes?|puede|pueden|podes|podeis|podrias|podrian|can you|os|se) \\S+`,
  ],
  ['together', `^(?:${pronoun})\\S+(?:amos|emos|imos)\\b`],
];
const kinds = table.map(([name, pattern, where]) => ({ name, pattern: new RegExp(pattern, 'u'), where }));
const either = /(?:^| )(?:o|or|u)(?: |$)/u;

/**
 * The kinds that fit, the strongest first; at least one.
 * @param core words of the question proper, without accents
 * @param lead words of the same utterance before it
 */
export function sensesOf(core: string, lead = ''): string[] {
  const fits = ({ pattern, where }: (typeof kinds)[number]) =>
    where === 'alone'
      ? lead === '' && pattern.test(core)
      : pattern.test(where === undefined ? core : `${lead} ${core}`.trim());
  const found = kinds.find(fits)?.name ?? 'no question word';
  return either.test(core) ? [found, 'choice'] : [found];
}

/** Kinds that are alike in what they invite; some are rare, and together they are not. */
const families: readonly (readonly [family: string, ...kinds: string[]])[] = [
  ['ways', 'how known', 'how done', 'how it is', 'purpose'],
  ['ahead', 'if', 'to come', 'would', 'could', 'opinion', 'liked most'],
  ['telling', 'tell', 'wonder', 'show how'],
  ['events', 'what happens', 'what is done', 'what is about', 'what differs', 'what noticed', 'what means'],
  ['one thing', 'named', 'sound made', 'like this', 'which told', 'name one', 'which noun', 'how many', 'which'],
  ['one thing', 'favourite', 'where', 'who', 'when', 'what wanted', 'what it is'],
  ['whether', 'true that', 'think whether', 'offer', 'may I', 'please do', 'together', 'no question word'],
  ['whether', 'sees', 'know which', 'whether told', 'what inside', 'answers itself', 'exclamation'],
];
const familyOf = new Map(families.flatMap(([family, ...kinds]) => kinds.map((kind) => [kind, family] as const)));

/** The family of a kind; kinds that stand alone have none. */
export const familyOfSense = (sense: string): string | undefined => familyOf.get(sense);
