// What a client does about each way in which an order fails. `api.d.ts` is what openapi-typescript makes of the document.
import type { operations } from "./api";

type Responses = operations["order"]["responses"];
type BodyOf<Response> = Response extends { content: { "application/problem+json": infer Body } } ? Body : never;
type Failure = { [Status in keyof Responses]: BodyOf<Responses[Status]> }[keyof Responses];

export function advice(failure: Failure): string {
  switch (failure.code) {
    case "SoldOut":
      return `only ${failure.left.toFixed()} of ${failure.sku} are left`;
    case "Closed":
      return failure.until === undefined ? "closed" : `closed until ${failure.until.hour.toFixed()}`;
    case "InvalidOrder":
      return (failure.errors ?? []).map((error) => `${error.source ?? ""}: ${error.message}`).join(", ");
    case "MalformedJson":
    case "UnreadableBody":
    case "BodyTooLarge":
    case "UnsupportedMediaType":
    case "InvalidBody":
      return failure.detail;
    case "InternalServerError":
    case "GatewayTimeout":
      return `try again: ${failure.title}`;
    default:
      return unhandled(failure);
  }
}

function unhandled(failure: never): never {
  throw new Error(`no case for ${JSON.stringify(failure)}`);
}
