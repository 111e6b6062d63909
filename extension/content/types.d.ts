/** Shapes shared by the content scripts. They are classic files in one isolated world, so they meet on a global object. */

declare var orderproof: OrderproofNamespace;
declare var orderproofSecrets: OrderproofSecrets;
declare var orderproofTap: OrderproofTap;
declare var orderproofHeartbeat: OrderproofHeartbeat;

interface OrderproofSecrets {
  /** Sources of the patterns of calls that are never copied; handed to the tap as they are. */
  NEVER_COPIED: readonly string[];
  isForbiddenCall(url: string): boolean;
  stripUrl(url: string): string;
  stripRequest(text: string): string;
}

interface OrderproofHeartbeat {
  /** Whether a frame only keeps its socket alive. */
  isHeartbeat(text: string): boolean;
}

interface OrderproofNamespace {
  MAX_MESSAGE_CHARS: number;
  /** A name of DESIGN's page kinds, or null where the page is not worth freezing. */
  findPageKind(url: string): string | null;
  makeTurns(milliseconds: number): OrderproofTurns;
  toDataUrl(blob: Blob): Promise<string>;
  frames: OrderproofFrames;
  queue: OrderproofQueue;
  flow: OrderproofFlow;
  relay: OrderproofRelay;
  quiet: OrderproofQuiet;
  shadow: OrderproofShadow;
  styles: OrderproofStyles;
  controls: OrderproofControls;
  media: OrderproofMedia;
  parts: OrderproofParts;
  freeze: OrderproofFreeze;
  pageMessage: OrderproofPageMessages;
  pieces: OrderproofPieces;
  scrollers: OrderproofScrollers;
  followList(scroller: Element): OrderproofFollowed;
  makeTranscript(): OrderproofTranscript;
  shell: OrderproofShells;
  text: OrderproofText;
}

/** Cuts long work into turns: `if (turns.isOver()) await turns.next()`. */
interface OrderproofTurns {
  isOver(): boolean;
  next(): Promise<void>;
}

interface OrderproofFrames {
  /** "0" for the top document, "0.1" for its second frame, and so on. */
  ownId(): string;
  childId(parentId: string, frame: Element, index: number): string;
  /** The same of a document that may be inside a frame without an address of its own. */
  findId(inner: Document): string;
  /** The document inside a frame when it is ours to read, otherwise null. */
  findDocument(frame: Element): Document | null;
  /** Whether an ancestor that we can reach will freeze this document as part of itself. */
  isFrozenByAncestor(): boolean;
}

interface OrderproofAnswer {
  url: string;
  request: string | null;
  transport: "fetch" | "xhr" | "jsonp";
  media_type: string;
  body: string;
}

/** What came over a socket, as the tap tells it; a Blob still has to be written as base64. */
interface OrderproofReceived {
  url: string;
  encoding: OrderproofFrame["encoding"];
  body: string | Blob;
}

/** What came over a socket, as the relay passes it on. */
interface OrderproofFrame {
  url: string;
  encoding: "utf-8" | "base64";
  body: string;
  frame_id: string;
  received_at: string;
}

/** Grows while it waits in the line: what bursts out of a socket is written down together. */
interface OrderproofFramesMessage {
  type: "frames";
  capture_id: string;
  visit_id: string;
  page_url: string;
  title: string;
  language: string | null;
  time_zone: string | null;
  captured_at: string;
  frames: OrderproofFrame[];
}

interface OrderproofPageMessage {
  type: "page";
  capture_id: string;
  visit_id: string;
  page_url: string;
  title: string;
  language: string | null;
  time_zone: string | null;
  captured_at: string;
  trigger: string;
  documents: { frame_id: string; url: string; html: string }[];
  resources: OrderproofResource[];
  unreadable: OrderproofUnreadable[];
}

interface OrderproofResource {
  url: string;
  lazy: boolean;
  media: "image" | "style" | "font" | "video";
  data_url?: string;
}

/** What the page showed and could not be read, with the reason. */
interface OrderproofUnreadable {
  url: string | null;
  reason: string;
}

interface OrderproofQueue {
  /** Sends one message and gives the reply; tries again while the background is being restarted. */
  ask(message: object): Promise<unknown>;
  /** Puts a message at the end of the line; false when the line is full and the message was dropped. */
  add(message: object, size: number, mayGrow?: boolean): boolean;
  /** Makes room in a message of the line that may still grow; false when it was sent or there is no room. */
  grow(message: object, size: number): boolean;
  clear(): void;
  /** Sends everything at once, for a document that is going away. */
  flush(): void;
}

/** Limits what a page can make the extension take: a burst, and so much per second after that. */
interface OrderproofFlow {
  takeAnswer(size: number): boolean;
  takeFrame(size: number): boolean;
}

interface OrderproofRelay {
  readonly enabled: boolean;
  readonly visitId: string;
  /** URL of the top document where the background told it. */
  readonly topUrl: string | null;
  /** The address of the page that a document with this address belongs to. */
  findPageUrl(own: string): string;
  /** API calls of the page that have not been answered yet. */
  callsInFlight(): number;
  /** Answers that could not be kept since the last time this was asked. */
  takeLost(): number;
  onEnabled(listener: (enabled: boolean) => void): void;
  onCall(listener: () => void): void;
  onFreeze(listener: () => void): void;
}

interface OrderproofQuiet {
  /** Watches a document or shadow root from now on. */
  watch(root: Node): void;
  /** Resolves when page and network are quiet; false when the limit came first. */
  wait(): Promise<boolean>;
  onChange(listener: () => void): void;
  /** Whether the element's numbers count by themselves. */
  isTicking(element: Element): boolean;
}

type OrderproofRoot = Document | ShadowRoot;
type OrderproofHosts = Map<OrderproofRoot, Map<Element, { root: ShadowRoot; mode: string }>>;

interface OrderproofShadow {
  /** Finds shadow hosts, open and closed, in this document and its same-origin frames. */
  findHosts(document: Document): Promise<OrderproofHosts>;
  /** The shadow root of an element, open or closed. */
  findRoot(element: Element): ShadowRoot | null;
  /** What was found last, for a document that is going away. */
  readonly known: OrderproofHosts;
}

interface OrderproofSheetWork {
  /** Element of the clone that takes the text, or null to make one. */
  target: Element | null;
  /** Where a new style element goes. */
  parent: ParentNode & Node;
  sheet: CSSStyleSheet;
  /** Text of the live style element; null when there is none (adopted sheet). */
  text: string | null;
}

interface OrderproofStyles {
  collect(liveRoot: OrderproofRoot, parent: ParentNode & Node, pairs: [Element, Element][]): OrderproofSheetWork[];
  writeBack(work: OrderproofSheetWork[], unreadable: OrderproofUnreadable[]): Promise<void>;
  /** At once, with what an earlier freeze has dumped; for a document that is going away. */
  writeKnown(work: OrderproofSheetWork[]): void;
}

interface OrderproofControls {
  copyState(live: Element, clone: Element): void;
}

interface OrderproofMediaWork {
  url: string;
  clone: Element;
  read: () => Promise<Blob | null>;
}

interface OrderproofMedia {
  copyImage(live: HTMLImageElement, clone: Element, result: OrderproofFrozen): void;
  copyCanvas(live: HTMLCanvasElement, clone: Element, result: OrderproofFrozen): void;
  copyVideo(live: HTMLVideoElement, clone: Element, result: OrderproofFrozen): void;
  read(result: OrderproofFrozen): Promise<void>;
}

interface OrderproofFrozen {
  documents: { frame_id: string; url: string; doctype: string; root: Element }[];
  sheets: OrderproofSheetWork[];
  media: OrderproofMediaWork[];
  resources: OrderproofResource[];
  unreadable: OrderproofUnreadable[];
  /** Rows of long lists: what stands in their place in the documents, and what is to be put there. */
  rows: { marker: string; list: Element; html: string[] }[];
}

interface OrderproofParts {
  makeResult(): OrderproofFrozen;
  /** Lists with very many rows. */
  findLong(hosts: OrderproofHosts): Promise<Element[]>;
  /** A clone of one part of the page, with its state. */
  copy(live: Element, inert: Document): { root: Element; result: OrderproofFrozen };
  /** Copies the rows that were left out, in turns. */
  copyRows(frozen: OrderproofFrozen): Promise<void>;
}

interface OrderproofFreeze {
  /** The rows of `long` lists are left out; `parts.copyRows` copies them. */
  freeze(
    document: Document,
    frameId: string,
    hosts: OrderproofHosts,
    scrolled: ReadonlySet<Element>,
    long?: readonly Element[],
  ): OrderproofFrozen;
  /** Copies the state of one element that is no frame. */
  copyElement(live: Element, clone: Element, result: OrderproofFrozen): void;
}

interface OrderproofPageMessages {
  /** Makes a message without documents; takes over what could not be read. */
  make(
    trigger: string,
    capturedAt: string,
    about: Pick<OrderproofFrozen, "resources" | "unreadable">,
  ): OrderproofPageMessage;
  addDocument(
    message: OrderproofPageMessage,
    document: OrderproofFrozen["documents"][number],
    rows?: OrderproofFrozen["rows"],
  ): void;
  /** False where the line was full and something was dropped. */
  send(message: OrderproofPageMessage): boolean;
}

/** Cuts what stands in a scrolling box into the pieces that come and go by themselves: as a rule, messages. */
interface OrderproofPieces {
  /** Begins to know a scrolling box. */
  begin(scroller: Element): void;
  /** All pieces in the order in which they are seen; null where there are more than `most`. */
  list(scroller: Element, most: number): Element[] | null;
  /** Takes a clone from the place that its page gave it: among rows of another moment that says nothing. */
  release(clone: Element): void;
  /** The piece that holds a node, or null where the node is no part of one. */
  find(node: Node, scroller: Element): Element | null;
  /** The pieces that an element is cut into. */
  cut(element: Element): Element[];
  /** The pieces right before and right after one. */
  before(piece: Element, scroller: Element): Element | null;
  after(piece: Element, scroller: Element): Element | null;
}

interface OrderproofScrollers {
  /** All scrolling boxes that may hold a conversation; asked in turns. */
  find(roots: readonly OrderproofRoot[]): Promise<Element[]>;
  isOfChat(scroller: Element): boolean;
}

/** A list whose rows are copied as they come. */
interface OrderproofFollowed {
  /** Something in it changed: a node of its tree, and the elements that came into that. */
  note(node: Node, added: readonly Element[]): void;
  /** Copies what changed. */
  record(): void;
  /** The page goes away: sends what is left, at once. */
  leave(): void;
}

/** One row as it was seen, also after it has gone. */
interface OrderproofRow {
  key: string;
  clone: Element | null;
  /** The clones, without content, of the boxes between the list and the row; the outermost first. */
  holders: readonly Element[];
  shell: OrderproofShell;
  frozen: OrderproofFrozen | null;
  /** Resolves when pictures that only the page holds have been read. */
  ready: Promise<void> | null;
  before: OrderproofRow | null;
  after: OrderproofRow | null;
  isSent: boolean;
}

type OrderproofSeenRow = Pick<OrderproofRow, "key" | "clone" | "holders" | "shell" | "frozen" | "ready">;

/** Rows in the order in which they stood beside one another. */
interface OrderproofTranscript {
  /** Takes rows that stand one after the other now; gives for each the row it is, known before or new. */
  add(stretch: readonly (OrderproofRow | OrderproofSeenRow)[]): OrderproofRow[];
  /** The rows that have not been sent yet, as stretches with up to `around` rows on either side. */
  takeUnsent(around: number): OrderproofRow[][];
  /** What was taken could not be sent. */
  giveBack(stretch: readonly OrderproofRow[]): void;
  readonly unsent: number;
}

/** What stands around a list when its rows are seen: whose conversation it is. */
interface OrderproofShell {
  mark: string;
  frameId: string;
  url: string;
  /** Clone of the document element with the way down to the list. */
  root: Element;
  /** Where the list's content goes. */
  slot: Element;
}

interface OrderproofShells {
  /** The shell that stands around a box now; the one given where nothing about it has changed. */
  find(scroller: Element, known: OrderproofShell | null): OrderproofShell;
  /** A document that shows a stretch of rows in its shell. */
  build(stretch: readonly OrderproofRow[]): Element;
}

interface OrderproofText {
  /** A mark of the visible text, with ticking numbers left out; read in turns. */
  mark(hosts: OrderproofHosts): Promise<string>;
}

/** One call of the page that the tap follows. */
interface OrderproofCall {
  id: number;
  url: URL;
  transport: "fetch" | "xhr" | "jsonp" | "websocket";
  request: string | null | Promise<string>;
}

/** On which the tap's files meet in the page's world, until the last one deletes it. */
interface OrderproofTap {
  MAX_BODY: number;
  MAX_REQUEST: number;
  /** Runs our part of a call; whatever goes wrong in it is ours and must not reach the page. */
  quietly<T>(work: () => T): T | undefined;
  getter(owner: object, name: string): (self: any) => any;
  listen: EventTarget["addEventListener"];
  wrap(owner: object, name: string, handler: (target: Function, self: any, args: any[]) => unknown): void;
  findCall(input: string | URL, transport: OrderproofCall["transport"]): OrderproofCall | undefined;
  isApi(call: OrderproofCall): boolean;
  isWanted(call: OrderproofCall, type: string | null): boolean;
  noteCall(call: OrderproofCall, isOpen: boolean): void;
  lose(call: OrderproofCall): void;
  answer(call: OrderproofCall, body: string, type: string | null): Promise<void>;
  /** Of a socket that `call` opened: a text, base64, or a Blob whose base64 is made elsewhere. */
  frame(call: OrderproofCall, encoding: OrderproofFrame["encoding"], body: string | Blob, size: number): void;
  writeObject(value: unknown, done: (text: string) => void, failed: () => void): void;
}
