/** Given names of Spanish-speaking families that are no everyday words. Written by hand. */
export const spanishGivenNames: ReadonlySet<string> = new Set(
  `maria jose juan luis carlos jorge miguel pedro pablo diego mateo santiago sebastian alejandro andres fernando francisco
javier manuel rafael ricardo roberto sergio eduardo enrique esteban felipe gabriel gonzalo guillermo gustavo hector hugo
ignacio ivan jaime joaquin julio leonardo lorenzo lucas marcos mario martin mauricio maximiliano nicolas octavio oscar
raul ramiro rodrigo ruben samuel simon tomas valentin vicente adrian agustin alberto alfonso alonso alvaro antonio armando
arturo benjamin bruno camilo cesar cristian cristobal damian daniel david domingo emiliano emilio ernesto fabian federico
gael gerardo german ismael jesus joel josue julian leandro leonel matias maximo moises pascual patricio ramon renato
rogelio saul thiago ulises uriel xavier yahir chucho pancho paco pepe beto toño nacho memo quique lalo chuy kike poncho
ana lucia sofia valentina isabella camila valeria mariana gabriela daniela fernanda andrea natalia carolina catalina
alejandra adriana alicia amalia araceli ariadna barbara beatriz belen berenice brenda carla carmen cecilia claudia
cristina diana elena elisa eloisa emilia emma ester estefania eugenia eva fabiola fatima florencia francisca genesis
graciela guadalupe lupe lupita ines irene isabel itzel ivonne jimena ximena jocelyn josefina juana julia juliana julieta
karina karla leticia lizbeth lorena lourdes luciana luisa magdalena maite marcela margarita maribel marisol maritza marta
martina mayra melissa mercedes micaela miranda monica monserrat nadia nayeli nicole noemi norma olga olivia paola patricia
paulina pamela raquel rebeca regina renata rocio romina rosario roxana ruth salome samantha sandra sara selena silvia
susana tamara teresa veronica violeta vanessa yadira yamileth yesenia yolanda xochitl zoe`.split(/\s+/u),
);

/**
 * What a Spanish sentence may begin with, and is called by, that is nobody's name: greetings, endearments, people by
 * their part, and the words that begin sentences.
 */
export const spanishWords: ReadonlySet<string> = new Set(
  `mi mis amor amores mijo mija mijito mijita hijo hija hijos corazon cielo cariño carino vida reina rey princesa papi mami
papito mamita nene nena bebe chico chica chicos chicas niño nino niña nina niños ninos niñas ninas amigo amiga amigos
amigas maestra maestro maestros maestras miss profe profesor profesora seño señor señora señorita don doña senor senora
senorita dona papa mama papas abuelo abuela abuelita abuelito tio tia hermano hermana primo prima todos todas alguien nadie
hola adios gracias perdon claro bueno buena buenos buenas bien muy mira miren mire oye oigan escucha escuchen ven vengan
vamos a ver dale listo lista listos ya si no ay uy oh eh ah este pues entonces ahora hoy mañana manana ayer luego despues
antes primero tambien tampoco quien quienes que cual cuales como cuando cuanto cuanta cuantos cuantas donde por para porque
con sin el la los las un una unos unas lo al del yo tu usted ustedes nosotros ellos ellas ella esto eso aquello ese esa esos
esas esta estos estas hay es son era fue esta estan estaba tengo tiene tienes tienen puede puedes pueden quiero quiere
quieres hace hacen va van voy sabes sabe creo dime digan dice dicen cuentame cuenta ponte pon siéntate sientate sientense
necesito necesita muestrame vayan toma tomen agua arena papel pintura pegamento plastilina madera nieve lluvia leche jugo
pan fruta comida almuerzo desayuno cena nada todo algo uno dos tres cuatro cinco seis siete ocho nueve diez rojo azul verde
amarillo blanco negro morado rosado lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo
junio julio agosto septiembre octubre noviembre diciembre navidad dios estados unidos mexico españa espana colombia peru
chile argentina cuba guatemala honduras bolivia ecuador panama uruguay paraguay venezuela puerto rico dominicana costa
america ingles español espanol lego youtube halloween escuela clase lección leccion video grabacion tierra luna sol`
    .split(/\s+/u)
    .filter((word) => word !== ''),
);

/** What people do and are, after a name at a sentence's beginning. */
export const spanishVerbs: ReadonlySet<string> = new Set(
  `es esta estaba era fue va iba fue tiene tenia tuvo quiere queria quiso puede podia pudo dice decia dijo sabe sabia hace
hacia hizo trae trajo ve vio viene vino pone puso juega jugaba jugo come comia comio pinta pinto dibuja dibujo construye
construyo encontro encuentra piensa penso pregunta pregunto necesita necesitaba ayuda ayudo llora lloro rie corre corrio
salta salto canta canto lee leyo escribe escribio duerme durmio se le y no ya tambien`.split(/\s+/u),
);

const functionWords = {
  es: new Set(
    'el la los las de que y en un una es está qué por con para no se lo mi tu su al del pero como muy más hay son le ya quiere quieres puede puedes ven vengan mijo mija maestra niños niñas dile mira oye tiene tengo hace sabes vamos dónde cuál quién cómo cuántos porque'.split(
      ' ',
    ),
  ),
  en: new Set(
    'the is are and to of in it you that what with do does can i we he she they this for on my your not was have will'.split(
      ' ',
    ),
  ),
};

/** Whether a text is rather Spanish than English, by the little words and the signs of it. */
export function looksSpanish(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const of = (set: ReadonlySet<string>) => words.filter((word) => set.has(word)).length;
  const signs = /[¿¡ñ]/u.test(text) ? 2 : /[áéíóú]/u.test(text) ? 1 : 0;
  return of(functionWords.es) + signs > of(functionWords.en);
}
