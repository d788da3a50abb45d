import { Button, CloseButton, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { isTouch } from '~/lib/isTouch'
import '~/theme/dialogs.css'
import { PictureChoice } from './PictureChoice'
import type { PictureKind } from './picturesQuery'
import classes from './YourPictures.module.css'

const SEARCH_AFTER_MS = 250

interface Props {
  opened: boolean
  onClose: () => void
}

/** What was made or uploaded before, to be attached again. */
export default function YourPictures({ opened, onClose }: Props) {
  const { t } = useLingui()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={720}
      title={t`Your pictures`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Chooser onClose={onClose} />
    </Modal>
  )
}

function Chooser({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const [kind, setKind] = useState<PictureKind>('output')
  const [words, setWords] = useState('')
  const [sought] = useDebouncedValue(words.trim(), SEARCH_AFTER_MS)
  return (
    <div className={classes.chooser}>
      <div className={classes.head}>
        <SegmentedControl
          aria-label={t`Which pictures`}
          value={kind}
          onChange={(chosen) => setKind(chosen)}
          data={[
            { value: 'output', label: t`Made here` },
            { value: 'input', label: t`Uploaded` },
          ]}
        />
        {/* An upload has no words to be found by. */}
        {kind === 'output' && (
          <TextInput
            className={classes.search}
            aria-label={t`Search your prompts`}
            placeholder={t`Search your prompts`}
            leftSection={<Search size={16} aria-hidden />}
            rightSection={
              words !== '' && (
                <CloseButton size="sm" aria-label={t`Clear the search`} onClick={() => setWords('')} />
              )
            }
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            // On a touch screen the keyboard would cover what there is to choose from.
            data-autofocus={isTouch() ? undefined : true}
          />
        )}
      </div>
      <PictureChoice kind={kind} words={kind === 'output' ? sought : ''} />
      <div className={classes.foot}>
        <Button onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </div>
  )
}
