import { render } from 'preact';
import { App } from './App.tsx';
import { shownLanguage, startLanguage } from './frame/language.ts';
import { useStore } from './parts/store.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app.');
startLanguage();
render(<Spoken />, root);

/** In another language each text is read anew; what is being played, written or chosen stays as it is. */
function Spoken() {
  useStore(shownLanguage);
  return <App />;
}
