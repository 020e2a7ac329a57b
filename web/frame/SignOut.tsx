import { useState } from 'preact/hooks';
import { clearWaiting, countWaiting } from '../lesson/onDevice.ts';
import { presentPerson } from '../lesson/person.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { common } from '../text/common.ts';
import { useMe } from './me.ts';

// The platform's own address (App Service and Static Web Apps).
const leave = () => location.assign('/.auth/logout?post_logout_redirect_uri=/');

/** For whoever is signed in. What has not been saved is told before it is forgotten: the next one must not find it. */
export function SignOut() {
  const me = useMe();
  const [unsaved, setUnsaved] = useState(0);
  if (!me?.name) return null;
  const ask = async () => {
    // A device that keeps nothing has nothing to lose.
    const counts = await countWaiting(presentPerson()).catch(() => new Map<string, number>());
    const count = [...counts.values()].reduce((sum, of) => sum + of, 0);
    if (count === 0) leave();
    else setUnsaved(count);
  };
  const forget = async () => {
    await clearWaiting(presentPerson());
    leave();
  };
  return (
    <>
      <span class="header-name">{me.name}</span>
      <Button compact look="quiet" onClick={() => void ask()}>
        {common.signOut.go}
      </Button>
      {unsaved === 0 ? null : (
        <Dialog title={common.signOut.title} onClose={() => setUnsaved(0)}>
          <p>{common.signOut.text({ count: unsaved })}</p>
          <div class="dialog-actions">
            <Button onClick={() => setUnsaved(0)}>{common.signOut.stay}</Button>
            <Button look="primary" onClick={() => void forget()}>
              {common.signOut.forget}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
