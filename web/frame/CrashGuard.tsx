import { Component, type ComponentChildren } from 'preact';
import { Button } from '../parts/Button.tsx';
import { common } from '../text/common.ts';

interface CrashState {
  readonly error: unknown;
}

/** Shows what to do when a view fails to render, instead of an empty page. The address of another view starts over. */
export class CrashGuard extends Component<{ at: string; children: ComponentChildren }, CrashState> {
  override state: CrashState = { error: undefined };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ error });
  }

  override componentDidUpdate(before: { at: string }): void {
    if (before.at !== this.props.at && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div class="empty" role="alert">
        <h1>{common.crash.title}</h1>
        <p>{common.crash.text}</p>
        <Button look="primary" onClick={() => location.reload()}>
          {common.crash.reload}
        </Button>
      </div>
    );
  }
}
