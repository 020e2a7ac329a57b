import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { beginStudy } from '../api/studies.ts';
import { useTitle } from '../frame/useTitle.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { ErrorNotice } from '../parts/Notice.tsx';
import { common } from '../text/common.ts';
import { studiesText } from '../text/studies.ts';
import { LessonChoice } from './LessonChoice.tsx';
import { useNamed } from './useNamed.ts';

const text = studiesText.plan;
const most = { name: 200, coders: 12, seed: 100 };

const codersOf = (lines: string) =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const firstSeed = () => Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16)).join('');

/** A link may name the lesson that it is about. */
function fromAddress(): ReadonlySet<string> {
  const lesson = new URLSearchParams(location.search).get('lesson') ?? '';
  return new Set(/^[0-9a-f]{24}$/.test(lesson) ? [lesson] : []);
}

/** What whoever begins a study decides: lessons, coders, the share that is coded twice, whether the machine is seen. */
export default function NewStudy() {
  useTitle(text.title);
  const { route } = useLocation();
  const named = useNamed();
  const [name, setName] = useState('');
  const [lines, setLines] = useState('');
  const [percent, setPercent] = useState(20);
  const [showMachine, setShowMachine] = useState(false);
  const [seed, setSeed] = useState(firstSeed);
  const [lessons, setLessons] = useState<ReadonlySet<string>>(fromAddress);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const coders = codersOf(lines);
  const doubleShare = Math.min(100, Math.max(0, percent)) / 100;
  // As the API draws them (shared/studies/assign.ts).
  const twice = Math.ceil(doubleShare * lessons.size - 1e-9);
  const alike = new Set(coders.map((coder) => coder.toLowerCase())).size < coders.length;
  const faults = [
    ...(name.trim() === '' ? [text.faults.name] : []),
    ...(coders.length < 2 || alike ? [text.faults.coders] : []),
    ...(coders.length > most.coders ? [text.faults.tooMany] : []),
    ...(seed.trim() === '' ? [text.faults.seed] : []),
    ...(lessons.size === 0 ? [text.faults.lessons] : []),
  ];
  const begin = async () => {
    setTried(true);
    if (faults.length > 0 || !Number.isFinite(percent)) return;
    setBusy(true);
    setError(undefined);
    try {
      const plan = { name: name.trim(), lessons: [...lessons], coders, doubleShare, showMachine, seed: seed.trim() };
      const { id } = await beginStudy(plan, named?.by ?? '');
      route(`/studies/${id}`);
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <div class="studies">
      <a class="study-back" href="/studies">
        {studiesText.back}
      </a>
      <h1>{text.title}</h1>
      <form
        class="form study-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void begin();
        }}
      >
        <Field label={text.name}>
          {(control) => (
            <input
              {...control}
              class="input"
              required
              maxLength={most.name}
              autocomplete="off"
              value={name}
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
          )}
        </Field>
        <Field label={text.coders} hint={named?.signedIn === false ? text.codersHintNamed : text.codersHint}>
          {(control) => (
            <textarea
              {...control}
              class="input"
              rows={4}
              required
              value={lines}
              onInput={({ currentTarget }) => setLines(currentTarget.value)}
            />
          )}
        </Field>
        <Field label={text.share} hint={text.shareHint}>
          {(control) => (
            <input
              {...control}
              class="input study-number"
              type="number"
              min={0}
              max={100}
              step={1}
              required
              value={Number.isFinite(percent) ? percent : ''}
              onInput={({ currentTarget }) => setPercent(currentTarget.valueAsNumber)}
            />
          )}
        </Field>
        <Field label={text.seed} hint={text.seedHint}>
          {(control) => (
            <input
              {...control}
              class="input study-number"
              required
              maxLength={most.seed}
              autocomplete="off"
              value={seed}
              onInput={({ currentTarget }) => setSeed(currentTarget.value)}
            />
          )}
        </Field>
        <div>
          <label class="check">
            <input
              type="checkbox"
              checked={showMachine}
              onChange={({ currentTarget }) => setShowMachine(currentTarget.checked)}
            />
            {text.machine}
          </label>
          <p class="small soft">{text.machineHint}</p>
        </div>
        <LessonChoice chosen={lessons} onChange={setLessons} />
        {faults.length === 0 ? (
          <p class="numbers">{text.outcome({ lessons: lessons.size, twice, coders: coders.length })}</p>
        ) : null}
        {tried && faults.length > 0 ? (
          <div role="alert">
            {faults.map((fault) => (
              <p key={fault}>{fault}</p>
            ))}
          </div>
        ) : null}
        {error === undefined ? null : <ErrorNotice error={error} />}
        <div class="study-actions">
          <a class="button" href="/studies">
            {common.cancel}
          </a>
          <Button look="primary" type="submit" disabled={busy}>
            {text.go}
          </Button>
        </div>
      </form>
    </div>
  );
}
