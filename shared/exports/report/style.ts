/** The report's look. A page of A4 or Letter holds it whatever the lesson: long texts are cut, lists have five lines. */
export const style = `
@page { margin: 6mm 12mm; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; background: #ece5da; color: #2a2520;
  font: 9.2pt/1.35 ui-sans-serif, system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", Roboto, sans-serif; }
main { max-width: 186mm; margin: 0 auto; }
@media screen { body { padding: 6mm; } main { background: #fff; padding: 11mm 12mm; max-width: 210mm;
  box-shadow: 0 1px 3px rgb(60 40 20 / 15%), 0 6px 24px rgb(60 40 20 / 10%); } }
@media print { body { background: none; } }
h1, h2 { font-family: Charter, Georgia, "Noto Serif", "Liberation Serif", serif; margin: 0; line-height: 1.15; }
h1 { font-size: 19pt; font-weight: 700; }
h2 { font-size: 10.5pt; margin-bottom: 1.6mm; }
h1, .question { overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; overflow-wrap: anywhere; }
h1 { -webkit-line-clamp: 2; max-height: 2.3em; }
.question { -webkit-line-clamp: 2; max-height: 2.7em; }
p { margin: 0; }
.kind { color: #1f5f4a; font-size: 8.4pt; font-weight: 600; }
.about { display: flex; gap: 1mm 7mm; margin: 1.6mm 0 0; padding: 0; }
.about div { min-width: 0; }
.about dt { color: #5f564b; font-size: 7.6pt; }
.about dd { margin: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 52mm; }
.state { margin: 2mm 0 3mm; padding: 1mm 2.4mm; background: #e1eee7; border-left: 1mm solid #1f5f4a; font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2mm; margin: 0 0 2.4mm; }
.figures div { border: 0.3mm solid #dfd5c6; border-radius: 1.6mm; padding: 1.3mm 2.6mm 1.5mm; display: grid;
  grid-template-columns: 1fr auto; align-items: baseline; align-content: start; column-gap: 2mm; }
.figures dt { font-weight: 600; }
.figures dd { margin: 0; }
.figures .figure { font: 700 15pt/1.1 Charter, Georgia, "Noto Serif", "Liberation Serif", serif; color: #174a39;
  font-variant-numeric: tabular-nums; grid-row: 1; grid-column: 2; }
.figures .meaning { grid-column: 1 / 3; color: #5f564b; font-size: 7.9pt; line-height: 1.3; margin-top: 0.5mm; }
.talk { margin: -1mm 0 3.2mm; font-size: 8.4pt; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 7mm; margin-bottom: 2.4mm; }
.languages { margin-bottom: 2.4mm; }
.columns > * { margin: 0; min-width: 0; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { font-size: 10.5px; fill: #5f564b; font-variant-numeric: tabular-nums; }
svg .strong { fill: #2a2520; font-weight: 600; }
.open { fill: #1f5da8; stroke: #1f5da8; stroke-width: 1; }
.closed { stroke: #a34a08; stroke-width: 1; }
.closed-back { fill: #fff6ec; }
.closed-line { stroke: #d98a4a; stroke-width: 2; }
.axis { stroke: #8a7f70; stroke-width: 1; }
.three { stroke: #8a7f70; stroke-width: 1; stroke-dasharray: 2 3; }
table { border-collapse: collapse; width: 100%; font-size: 7.9pt; margin-top: 1.6mm; font-variant-numeric: tabular-nums; }
th { font-weight: 600; text-align: left; color: #5f564b; }
th, td { padding: 0.35mm 1mm 0.35mm 0; border-bottom: 0.2mm solid #eee6da; }
th:not(:first-child), td { text-align: right; }
.key { display: inline-block; width: 2.6mm; height: 2.6mm; margin-right: 1mm; vertical-align: -0.3mm; }
.key.OEQ { background: #1f5da8; border-radius: 50%; }
.key.CEQ { background: #fff6ec; border: 0.5mm solid #a34a08; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 10mm 1fr auto; column-gap: 2mm; padding: 0.55mm 0; border-bottom: 0.2mm solid #eee6da;
  align-items: baseline; break-inside: avoid; }
li .at { color: #5f564b; font-size: 8pt; font-variant-numeric: tabular-nums; }
li .code { color: #5f564b; font-size: 7.6pt; white-space: nowrap; }
li .wait { font-weight: 600; white-space: nowrap; font-variant-numeric: tabular-nums; }
.note { color: #5f564b; font-size: 7.6pt; margin: -1mm 0 0.8mm; }
.notes { break-before: page; margin-top: 3.6mm; overflow-wrap: anywhere; }
.notes .code { white-space: normal; max-width: 34mm; }
.written { display: block; white-space: pre-wrap; margin-top: 0.6mm; padding-left: 2mm; border-left: 0.6mm solid #1f5f4a; }
footer { border-top: 0.3mm solid #8a7f70; padding-top: 1.6mm; color: #5f564b; font-size: 7.2pt; line-height: 1.25; }
footer b { color: #2a2520; }
@media screen and (max-width: 720px) { body { padding: 0; } main { padding: 5mm; } .about { flex-wrap: wrap; }
  .figures { grid-template-columns: 1fr; } .columns { grid-template-columns: 1fr; }
  th, td { overflow-wrap: anywhere; } }
`;
