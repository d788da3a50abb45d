import { Kbd, Modal, Switch } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useSyncExternalStore, type ReactNode } from 'react'
import { IS_APPLE } from '~/lib/isApple'
import { isTouch } from '~/lib/isTouch'
import { enterSends } from '~/lib/preference'
import '~/theme/dialogs.css'
import '@mantine/core/styles/Kbd.layer.css'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Switch.layer.css'
import classes from './ShortcutSheet.module.css'

const CTRL = IS_APPLE ? '⌘' : 'Ctrl'

interface Props {
  opened: boolean
  onClose: () => void
}

export default function ShortcutSheet({ opened, onClose }: Props) {
  const { t } = useLingui()
  const enter = useSyncExternalStore(enterSends.subscribe, enterSends.get)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t`Keyboard shortcuts`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <dl className={classes.keys}>
        <Line keys={enter ? ['↵'] : [CTRL, '↵']}>
          <Trans>Generate</Trans>
        </Line>
        <Line keys={[t`Shift`, '↵']}>
          <Trans>New line</Trans>
        </Line>
        <Line keys={['↑']}>
          <Trans>Last prompt, in an empty box</Trans>
        </Line>
        <Line keys={[CTRL, 'K']}>
          <Trans>Search conversations</Trans>
        </Line>
        <Line keys={[CTRL, t`Shift`, 'O']}>
          <Trans>New picture</Trans>
        </Line>
        <Line keys={[CTRL, '/']}>
          <Trans>This list</Trans>
        </Line>
      </dl>
      {!isTouch() && (
        <Switch
          mt={16}
          classNames={{ track: classes.track }}
          label={t`Enter alone generates`}
          description={t`Shift and Enter then begin a new line.`}
          checked={enter}
          onChange={(event) => enterSends.set(event.currentTarget.checked)}
        />
      )}
    </Modal>
  )
}

function Line({ keys, children }: { keys: string[]; children: ReactNode }) {
  return (
    <div className={classes.line}>
      <dt>{children}</dt>
      <dd>
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  )
}
