import { useEffect, useRef } from 'preact/hooks';
import lazy, { ErrorBoundary } from 'preact-iso/lazy';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso/router';
import { CrashGuard } from './frame/CrashGuard.tsx';
import { Header } from './frame/Header.tsx';
import { inEachLanguage } from './frame/inEachLanguage.tsx';
import { NotFound as NoView } from './frame/NotFound.tsx';
import { OfflineBar } from './frame/OfflineBar.tsx';
import { Library as FirstView } from './library/Library.tsx';
import { Toasts } from './parts/Toasts.tsx';
import { common } from './text/common.ts';
import { Uploads } from './upload/Uploads.tsx';

const Library = inEachLanguage(FirstView);
const NotFound = inEachLanguage(NoView);
// Views other than the first are loaded when they are first opened.
const Lesson = inEachLanguage(lazy(() => import('./lesson/Lesson.tsx')));
const Search = inEachLanguage(lazy(() => import('./search/Search.tsx')));
const Progress = inEachLanguage(lazy(() => import('./progress/Progress.tsx')));
const Studies = inEachLanguage(lazy(() => import('./studies/Studies.tsx')));
const NewStudy = inEachLanguage(lazy(() => import('./studies/NewStudy.tsx')));
const StudyPage = inEachLanguage(lazy(() => import('./studies/StudyPage.tsx')));
const Agreement = inEachLanguage(lazy(() => import('./studies/Agreement.tsx')));
const Coding = inEachLanguage(lazy(() => import('./studies/Coding.tsx')));

export function App() {
  return (
    <LocationProvider>
      <a class="skip" href="#main">
        {common.skipToContent}
      </a>
      <Header />
      <OfflineBar />
      <Main />
      <Uploads />
      <Toasts />
    </LocationProvider>
  );
}

function Main() {
  const main = useRef<HTMLElement>(null);
  const { path } = useLocation();
  const before = useRef(path);
  // A new view is read from its start; the first one is where the browser put the focus.
  const focusView = () => {
    if (before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  };
  useEffect(focusView, [path]);
  return (
    <main class="main" id="main" ref={main} tabIndex={-1}>
      <CrashGuard at={path}>
        <ErrorBoundary>
          <Router>
            <Route path="/" component={Library} />
            <Route path="/lessons/:id/:tab?" component={Lesson} />
            <Route path="/progress" component={Progress} />
            <Route path="/search" component={Search} />
            <Route path="/studies" component={Studies} />
            <Route path="/studies/new" component={NewStudy} />
            <Route path="/studies/:id" component={StudyPage} />
            <Route path="/studies/:id/agreement" component={Agreement} />
            <Route path="/studies/:id/lessons/:lesson" component={Coding} />
            <Route default component={NotFound} />
          </Router>
        </ErrorBoundary>
      </CrashGuard>
    </main>
  );
}
