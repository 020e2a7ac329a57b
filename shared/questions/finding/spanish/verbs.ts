// Pieces of patterns over words without accents (said.ts).

export const subject = '(?:tu|vos|usted|ustedes|vosotros|vosotras|ellos|ellas|el|ella|yo|nosotros|uno)';
export const clitics = '(?:(?:me|te|se|le|les|nos|os|lo|la|los|las|no|ya|si) )*';
/** What may stand between a question word and its verb. */
export const between = `(?:${subject} |a (?:ti|vos|usted|ustedes|el|ella) )?${clitics}`;
/** Verbs by their endings, or by themselves where the ending is also that of nouns and adjectives. */
export const verb =
  '(?:(?:es|son|era|eran|fue|fueron|sera|seran|seria|hay|habia|ha|has|han|hace|hizo|hago|pasa|paso|pasara|pasaria|pase|tiene|tienes|tuvo|' +
  'va|vas|van|vamos|iba|ve|ves|ven|vio|dice|dijo|quiere|quiso|puede|pudo|podria|sabe|supo|falta|falto|viene|vino|sigue|come|comio|lleva|' +
  'usa|uso|necesita|gusta|gusto|parece|parecio|significa|esta|estas|estan|estaba|ocurre|ocurrio|ocurriria|sucede|sucedio|trae|trajo|sobra|toca|toco|' +
  'hara|haria|cree|crees|piensa|opina|siente|huele|suena|empieza|termina|acabara|quedo|queda|llego|llega|vive|juega|tal|sirve|cambio|' +
  'encontro|aprendio|cuenta|dibujo|sono|pinto|puso|pone|ponemos|dio|da|crece|cayo|rompio|' +
  'ira|iran|iras|habra|dira|estara|podra|tendra|sera|funciona|happened|is|are|do|does|did|you)\\b|\\S{3,}(?:ara|aran|aras|ira|iran|iras)\\b|\\S+(?:ste|steis|aste|iste|aron|ieron|eron|amos|emos|imos|ando|iendo|abas?|ais|eis|arias?|erias?|irias?|arian|erian|irian)\\b|' +
  '(?!(?:l|un|otr|much|poc|est|es|tod|guap|bonit|lind|grand|buen|ric|fe|mas|men|tres|antes)[aeo]?s?\\b)\\S{2,}(?:as|es|an|en)\\b)';
/** Nouns after which somebody asks for one of them. */
export const askedNoun =
  '(?:color|colores|forma|formas|numero|numeros|letra|letras|dia|mes|hora|animal|animales|tamano|nombre|nombres|fruta|frutas|juguete|juguetes|' +
  'parte|cuento|cuentos|libro|sonido|figura|ropa|cara|mano|lado|tipo|clase|cosa|cosas|otra|otras|otro|otros|mas|diferencia|diferencias|tiempo|' +
  'ideas?|shape|comida|palabra|palabras|personaje|musica|cancion|instrumento|pieza|material|materiales|manera|year)';
export const wh = '(?:que|como|cuando|donde|adonde|quien|quienes|cual|cuales|cuant[oa]s?)';
export const preposition = '(?:a|de|en|con|por|para|hasta|desde|sobre|entre|hacia)';
