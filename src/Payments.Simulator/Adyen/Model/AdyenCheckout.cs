using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>What the payer is asked to pay: a payment link, a session, or a direct payment. Each attempt is a payment of its own.</summary>
internal sealed class AdyenCheckout
{
    public const string Active = "active";
    public const string Completed = "completed";
    public const string PaymentPending = "paymentPending";
    public const string Expired = "expired";

    public required AdyenCheckoutKind Kind { get; init; }

    public required string Id { get; init; }

    public required string Reference { get; init; }

    public required long Value { get; init; }

    public required string Currency { get; init; }

    public required bool IsManual { get; init; }

    /// <summary>How long after an authorisation the money is taken, where that needs no call.</summary>
    public required TimeSpan CaptureDelay { get; init; }

    /// <summary>The request, which links and sessions are answered with again.</summary>
    public required JsonObject Request { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public string Status { get; set; } = Active;

    public DateTimeOffset? UpdatedAt { get; set; }

    public List<AdyenCharge> Charges { get; } = [];

    public string? ReturnUrl => (string?)Request["returnUrl"];
}

/// <summary>The ways to pay.</summary>
internal enum AdyenCheckoutKind
{
    Link,
    Session,
    Direct,
}

/// <summary>One payment: it has the pspReference.</summary>
internal sealed class AdyenCharge
{
    public required string Psp { get; init; }

    public required AdyenCheckout Checkout { get; init; }

    public required string Method { get; init; }

    public required TimeProvider Time { get; init; }

    public AdyenChargeState State { get; set; }

    public List<AdyenMovement> Movements { get; } = [];

    /// <summary>The dispute's id; null while there is none.</summary>
    public string? Dispute { get; set; }

    public bool HoldsOrTook => State is AdyenChargeState.Authorised;

    /// <summary>When it was authorised; null while it was not.</summary>
    public DateTimeOffset? AuthorisedAt { get; set; }

    /// <summary>Whether it ever held money.</summary>
    public bool WasAuthorised => AuthorisedAt is not null;

    /// <summary>Whether the automatic capture has failed after all.</summary>
    public bool HasLostCapture { get; set; }

    public long Captured => !HoldsOrTook || HasLostCapture ? 0
        : Checkout.IsManual ? Sum(AdyenMovementKind.Capture, isDone: true)
        : Time.GetUtcNow() - AuthorisedAt >= Checkout.CaptureDelay ? Checkout.Value : 0;

    public long Refunded => Sum(AdyenMovementKind.Refund, isDone: true);

    /// <summary>What captures have taken or are about to take.</summary>
    public long CapturedOrWaiting => Checkout.IsManual ? Captured + Sum(AdyenMovementKind.Capture, isDone: false) : Captured;

    public long RefundedOrWaiting => Refunded + Sum(AdyenMovementKind.Refund, isDone: false);

    private long Sum(AdyenMovementKind kind, bool isDone) =>
        Movements.Where(m => m.Kind == kind && (isDone ? m.IsDone : m.IsWaiting)).Sum(m => m.Value);
}

/// <summary>Where a payment stands.</summary>
internal enum AdyenChargeState
{
    /// <summary>The payer has to act.</summary>
    Open,

    /// <summary>A bank decides later.</summary>
    Waiting,

    Authorised,
    Refused,
    Cancelled,
    Expired,
}

/// <summary>A capture, cancellation, refund or reversal: received first, decided later.</summary>
internal sealed class AdyenMovement
{
    public required string Psp { get; init; }

    public required AdyenMovementKind Kind { get; init; }

    /// <summary>The payment; null for a cancellation by a reference that nobody has.</summary>
    public required AdyenCharge? Charge { get; init; }

    public required long Value { get; init; }

    public string? Reference { get; init; }

    public bool IsWaiting { get; set; } = true;

    public bool IsDone { get; set; }
}

/// <summary>The kinds of movements.</summary>
internal enum AdyenMovementKind
{
    Capture,
    Cancel,
    TechnicalCancel,
    Refund,
    Reversal,
}
