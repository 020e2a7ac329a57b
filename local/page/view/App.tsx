import type { FunctionComponent } from 'preact';
import { Parts } from './Parts.tsx';
import { addressOf, useRoute, type ViewProps } from './route.ts';

const views: Readonly<Record<string, { readonly title: string; readonly View: FunctionComponent<ViewProps> }>> = {
  parts: { title: 'Parts', View: Parts },
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
      </header>
      <main>
        <h1>{title}</h1>
        <View key={view} path={path} />
      </main>
    </>
  );
}
