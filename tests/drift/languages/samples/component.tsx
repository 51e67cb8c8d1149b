import React, { useState } from "react";

type Props = { title: string; onClose?: () => void };

export const Dialog: React.FC<Props> = ({ title, onClose }) => {
  const [open, setOpen] = useState(true);
  const close = () => setOpen(false);
  return <div onClick={close}>{title}</div>;
};

export function Panel({ title }: Props): JSX.Element {
  return <section>{title}</section>;
}
