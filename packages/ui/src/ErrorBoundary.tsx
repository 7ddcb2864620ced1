import { Component, type ReactNode } from 'react';

interface Props {
  fallback: ReactNode;
  /** Another value gives the children another try, for example the address of the page. */
  resetKey?: string;
  children: ReactNode;
}

/** Shows `fallback` instead of its children when drawing them has failed. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidUpdate({ resetKey }: Props): void {
    if (this.state.failed && resetKey !== this.props.resetKey) this.setState({ failed: false });
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
