import type { ComponentType } from 'preact';
import { useStore } from '../parts/store.ts';
import { shownLanguage } from './language.ts';

/** A view of the router, which keeps what it rendered: rendered again, with its state, when the language changes. */
export function inEachLanguage<P extends object>(View: ComponentType<P>): (props: P) => preact.JSX.Element {
  return function InEachLanguage(props) {
    useStore(shownLanguage);
    return <View {...props} />;
  };
}
