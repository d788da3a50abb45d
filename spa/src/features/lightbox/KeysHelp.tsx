import { Trans } from '@lingui/react/macro'
import { useSyncExternalStore, type ReactNode } from 'react'
import { IS_APPLE } from '~/lib/isApple'
import { lettersOff } from '~/lib/preference'
import classes from './KeysHelp.module.css'

/** Which keys do what, and the switch that takes the letters away. */
export function KeysHelp() {
  const off = useSyncExternalStore(lettersOff.subscribe, lettersOff.get)
  return (
    <details className={classes.help}>
      <summary>
        <Trans>Keys</Trans>
      </summary>
      <dl className={classes.keys}>
        <Key name="← →">
          <Trans>Previous, next picture</Trans>
        </Key>
        <Key name="Shift + ← ↑ ↓ →">
          <Trans>Move an enlarged picture</Trans>
        </Key>
        <Key name="Esc">
          <Trans>Close</Trans>
        </Key>
        <Key name={IS_APPLE ? '⌘ Z' : 'Ctrl + Z'}>
          <Trans>Bring back the picture just deleted</Trans>
        </Key>
        {!off && (
          <>
            <Key name="D">
              <Trans>Download</Trans>
            </Key>
            <Key name="S">
              <Trans>Star</Trans>
            </Key>
            <Key name="I">
              <Trans>Use as input</Trans>
            </Key>
            <Key name="C">
              <Trans>Copy image</Trans>
            </Key>
          </>
        )}
      </dl>
      <label className={classes.letters}>
        <input
          type="checkbox"
          checked={!off}
          onChange={(event) => lettersOff.set(!event.currentTarget.checked)}
        />
        <Trans>Single letters are keys</Trans>
      </label>
    </details>
  )
}

function Key({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{children}</dd>
    </div>
  )
}
