import { Component, type ReactNode } from 'react'
import { AreaError } from './AreaError'

interface Props {
  children: ReactNode
}

interface State {
  error: Error | null
}

/** A part of the page that breaks takes nothing else with it. Key it by what it shows, so that going on mends it. */
export class AreaBoundary extends Component<Props, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: Error): State {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return <AreaError error={error} onRetry={() => this.setState({ error: null })} />
  }
}
