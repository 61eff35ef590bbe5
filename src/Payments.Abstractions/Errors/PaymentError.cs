using System.Net;

namespace Payments;

/// <summary>Why a call or a payment failed, in the SDK's words and in the provider's. It holds no secret and no card data.</summary>
public sealed record PaymentError
{
    /// <summary>What kind of failure it is.</summary>
    public required PaymentErrorKind Kind { get; init; }

    /// <summary>The reason, normalised over all providers.</summary>
    public PaymentErrorCode Code { get; init; }

    /// <summary>What may be tried again.</summary>
    public PaymentRetry Retry { get; init; }

    /// <summary>The provider's own code, as it was sent. Null when there was none.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's own words, for developers, with anything that looks like a secret masked. Null when there were none.</summary>
    public string? ProviderMessage { get; init; }

    /// <summary>Words that the provider says may be shown to the payer. Null when there are none: show your own.</summary>
    public string? PayerMessage { get; init; }

    /// <summary>The provider's id of the request, to give to its support. Null when there was none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The HTTP status. Null when no answer came.</summary>
    public HttpStatusCode? HttpStatus { get; init; }

    /// <summary>How long the provider asks to wait. Null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Kinds, codes and ids; never the provider's words, which can repeat what the payer typed.</summary>
    /// <returns>Text for logs.</returns>
    public override string ToString() =>
        $"{nameof(PaymentError)} {{ Kind = {Kind}, Code = {Code}, Retry = {Retry}, ProviderCode = {ProviderCode}, RequestId = {RequestId}, HttpStatus = {HttpStatus} }}";
}

/// <summary>What kind of failure it is.</summary>
public enum PaymentErrorKind
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The issuer, the payer or the provider's risk check said no.</summary>
    Declined,

    /// <summary>The request was wrong.</summary>
    InvalidRequest,

    /// <summary>Our credentials were refused, or lack a permission.</summary>
    Authentication,

    /// <summary>The provider knows no such object.</summary>
    NotFound,

    /// <summary>The object is in another state, or another call is at work on it.</summary>
    Conflict,

    /// <summary>Too many calls.</summary>
    RateLimited,

    /// <summary>The provider is down, or cannot be reached.</summary>
    Unavailable,

    /// <summary>The provider or this registration cannot do it.</summary>
    NotSupported,

    /// <summary>A webhook's signature is wrong.</summary>
    WebhookVerification,

    /// <summary>The host's own access policy refused the caller.</summary>
    AccessDenied,
}

/// <summary>The reason of a failure, normalised over all providers.</summary>
public enum PaymentErrorCode
{
    /// <summary>No reason that is known here; see <see cref="PaymentError.ProviderCode"/>.</summary>
    Unknown,

    /// <summary>Declined without a reason that may be told.</summary>
    Declined,

    /// <summary>Not enough money or credit.</summary>
    InsufficientFunds,

    /// <summary>A limit of the card, account or payer is reached.</summary>
    LimitExceeded,

    /// <summary>The card has expired.</summary>
    ExpiredCard,

    /// <summary>The card number or account is wrong.</summary>
    InvalidCard,

    /// <summary>The verification value is wrong.</summary>
    IncorrectCvv,

    /// <summary>Lost, stolen or suspected: do not tell the payer which.</summary>
    SuspectedFraud,

    /// <summary>The card or account may not be used for this.</summary>
    NotPermitted,

    /// <summary>The payer has to authenticate.</summary>
    AuthenticationRequired,

    /// <summary>The payer's authentication failed.</summary>
    AuthenticationFailed,

    /// <summary>The payer cancelled.</summary>
    PayerCancelled,

    /// <summary>The issuer, network or provider failed while processing; nothing was taken.</summary>
    ProcessingError,

    /// <summary>The method is not available here.</summary>
    MethodUnavailable,

    /// <summary>A field is wrong or missing.</summary>
    InvalidRequest,

    /// <summary>The amount is wrong.</summary>
    InvalidAmount,

    /// <summary>The amount is below the minimum.</summary>
    AmountTooSmall,

    /// <summary>The amount is above the maximum, or above what is left.</summary>
    AmountTooLarge,

    /// <summary>The currency cannot be used.</summary>
    UnsupportedCurrency,

    /// <summary>The order id is used already.</summary>
    DuplicateOrder,

    /// <summary>The idempotency key was used with another request.</summary>
    IdempotencyKeyReused,

    /// <summary>The same request, or another one on the same object, is being processed.</summary>
    InProgress,

    /// <summary>The object is in a state that does not allow it.</summary>
    InvalidState,

    /// <summary>The payment was captured already.</summary>
    AlreadyCaptured,

    /// <summary>The payment was refunded already.</summary>
    AlreadyRefunded,

    /// <summary>The payment was cancelled already.</summary>
    AlreadyCancelled,

    /// <summary>The payment or its hold has expired.</summary>
    Expired,

    /// <summary>A charge differs from what was asked for.</summary>
    Mismatch,

    /// <summary>The payment is disputed.</summary>
    Disputed,

    /// <summary>The merchant's balance at the provider is too low.</summary>
    InsufficientBalance,

    /// <summary>No such object.</summary>
    NotFound,

    /// <summary>The credentials are wrong or have expired.</summary>
    InvalidCredentials,

    /// <summary>The credentials lack a permission.</summary>
    PermissionDenied,

    /// <summary>The merchant's account or configuration at the provider does not allow it.</summary>
    MerchantConfiguration,

    /// <summary>Too many calls.</summary>
    RateLimited,

    /// <summary>The provider failed.</summary>
    ProviderError,

    /// <summary>No connection.</summary>
    NetworkError,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The answer could not be read.</summary>
    InvalidResponse,

    /// <summary>The circuit to the provider is open after repeated failures.</summary>
    CircuitOpen,

    /// <summary>A store, a vault or another part of the host failed.</summary>
    StoreError,

    /// <summary>The operation is not supported.</summary>
    NotSupported,

    /// <summary>The message is not signed, or not by the provider.</summary>
    InvalidSignature,

    /// <summary>The message is signed, but too old.</summary>
    StaleSignature,

    /// <summary>No webhook secret is configured.</summary>
    MissingSecret,

    /// <summary>The message is too large.</summary>
    TooLarge,

    /// <summary>The message could not be read.</summary>
    MalformedMessage,
}

/// <summary>What may be tried again.</summary>
public enum PaymentRetry
{
    /// <summary>Nothing: the answer would be the same.</summary>
    No,

    /// <summary>The same request, with the same idempotency key.</summary>
    SameRequest,

    /// <summary>Read the payment first; then decide.</summary>
    AfterReading,

    /// <summary>A new attempt with a new request: another card, a corrected field.</summary>
    NewAttempt,
}

/// <summary>What a failed call means for the money.</summary>
public enum PaymentOutcome
{
    /// <summary>The request may or may not have been carried out. Do not repeat it blindly.</summary>
    Unknown,

    /// <summary>The request never reached the provider: nothing happened.</summary>
    NeverSent,

    /// <summary>The provider said no: nothing happened.</summary>
    Refused,
}
