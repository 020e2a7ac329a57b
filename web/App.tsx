import { useEffect, useRef } from 'preact/hooks';
import lazy, { ErrorBoundary } from 'preact-iso/lazy';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso/router';
import { CrashGuard } from './frame/CrashGuard.tsx';
import { Header } from './frame/Header.tsx';
import { NotFound } from './frame/NotFound.tsx';
import { OfflineBar } from './frame/OfflineBar.tsx';
import { Library } from './library/Library.tsx';
import { Toasts } from './parts/Toasts.tsx';
import { common } from './text/common.ts';
import { Uploads } from './upload/Uploads.tsx';

// Views other than the first are loaded when they are first opened.
const Lesson = lazy(() => import('./lesson/Lesson.tsx'));
const Search = lazy(() => import('./search/Search.tsx'));
const Progress = lazy(() => import('./progress/Progress.tsx'));
const Studies = lazy(() => import('./studies/Studies.tsx'));
const NewStudy = lazy(() => import('./studies/NewStudy.tsx'));
const StudyPage = lazy(() => import('./studies/StudyPage.tsx'));
const Agreement = lazy(() => import('./studies/Agreement.tsx'));
const Coding = lazy(() => import('./studies/Coding.tsx'));

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
