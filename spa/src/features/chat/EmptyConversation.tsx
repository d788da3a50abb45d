import { Text, Title, UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { useComposer } from '~/features/composer/ComposerContext'
import { isTouch } from '~/lib/isTouch'
import classes from './EmptyConversation.module.css'
import { examples } from './examples'

export function EmptyConversation() {
  const { i18n } = useLingui()
  const { model, takeExample, focus } = useComposer()
  useEffect(() => {
    // Who has come to write writes. On a touch screen it would bring the keyboard up over the examples.
    if (!isTouch() && document.activeElement === document.body) focus()
  }, [focus])
  const takesPictures = model?.inputs_max !== 0
  return (
    <div className={classes.scroller}>
      <div className={classes.column}>
        <Title order={1}>
          <Trans>What would you like to see?</Trans>
        </Title>
        <ul className={classes.cards}>
          {examples
            .filter(({ needsPicture }) => takesPictures || !needsPicture)
            .map(({ picture, kind, prompt, needsPicture }) => (
              <li key={picture}>
                <UnstyledButton
                  className={classes.card}
                  onClick={() => takeExample(i18n._(prompt), needsPicture)}
                >
                  <img src={picture} alt="" width="320" height="200" />
                  <span className={classes.words}>
                    <span className={classes.kind}>{i18n._(kind)}</span>
                    {i18n._(prompt)}
                  </span>
                </UnstyledButton>
              </li>
            ))}
        </ul>
        <Text fz="sm" c="dimmed">
          <Trans>Drop or paste a picture anywhere on this page to change it.</Trans>
        </Text>
      </div>
    </div>
  )
}
