import type { FunctionComponent } from 'preact';
import { Data } from './Data.tsx';
import { Functions } from './Functions.tsx';
import { Messages } from './Messages.tsx';
import { Orchestrations } from './Orchestrations.tsx';
import { Parts } from './Parts.tsx';
import { addressOf, useRoute, type ViewProps } from './route.ts';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import { Traces } from './Traces.tsx';

const views: Readonly<Record<string, { readonly title: string; readonly View: FunctionComponent<ViewProps> }>> = {
  parts: { title: 'Parts', View: Parts },
  functions: { title: 'Functions', View: Functions },
  orchestrations: { title: 'Orchestrations', View: Orchestrations },
  messages: { title: 'Messages', View: Messages },
  data: { title: 'Data', View: Data },
  traces: { title: 'Traces', View: Traces },
};

/** The whole page: the views' names, and the one that the address names. */
export function App() {
  const { view, path } = useRoute();
  const { title, View } = views[view] ?? { title: 'Nothing here', View: () => <p>There is no such view.</p> };
  return (
    <>
      <header>
        <span class="name">Local cloud</span>
        <nav aria-label="Views">
          {Object.entries(views).map(([name, each]) => (
            <a key={name} href={addressOf(name)} aria-current={name === view ? 'page' : undefined}>
              {each.title}
            </a>
          ))}
        </nav>
        <ThemeSwitch />
      </header>
      <main>
        <h1>{title}</h1>
        <View key={view} path={path} />
      </main>
    </>
  );
}
