namespace Payments.Simulator;

/// <summary>Everything that the merchant account has, and what its events tell of it.</summary>
internal sealed class AdyenLedger(AdyenSimulatorOptions options, Func<string, int, string> newId, AdyenNotifier notifier)
{
    public List<AdyenCheckout> Checkouts { get; } = [];

    public List<AdyenMovement> Movements { get; } = [];

    public AdyenSimulatorOptions Options => options;

    public DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    public IEnumerable<AdyenCharge> Charges => Checkouts.SelectMany(c => c.Charges);

    public string NewId(string prefix, int length = 16) => prefix + newId("", length).ToUpperInvariant();

    public AdyenCheckout? Find(string id) =>
        Checkouts.FindLast(c => string.Equals(c.Id, id, StringComparison.Ordinal) || c.Charges.Exists(p => string.Equals(p.Psp, id, StringComparison.Ordinal)))
        ?? Checkouts.FindLast(c => string.Equals(c.Reference, id, StringComparison.Ordinal));

    public AdyenCharge Charge(string psp) => Charges.LastOrDefault(c => string.Equals(c.Psp, psp, StringComparison.Ordinal))
        ?? throw new AdyenRefusal(422, "167", "Original pspReference required for this operation");

    public AdyenCharge NewCharge(AdyenCheckout checkout, string method, AdyenChargeState state)
    {
        var charge = new AdyenCharge { Psp = NewId(""), Checkout = checkout, Method = method, Time = options.TimeProvider, State = state };
        checkout.Charges.Add(charge);
        return charge;
    }

    /// <summary>A bank agrees. Where the account captures by itself that is the last that is heard.</summary>
    public void Authorise(AdyenCharge charge)
    {
        charge.State = AdyenChargeState.Authorised;
        charge.AuthorisedAt = Now;
        Set(charge.Checkout, AdyenCheckout.Completed);
        notifier.Tell(charge, "AUTHORISATION", isSuccess: true, reason: "060494:1111:03/2030");
        if (!charge.Checkout.IsManual && charge.Captured > 0 && options.SendAutomaticCaptures)
            notifier.Tell(charge, "CAPTURE", isSuccess: true, psp: NewId(""), value: charge.Checkout.Value);
    }

    /// <summary>A bank refuses. On a page the payer may try again.</summary>
    public void Refuse(AdyenCharge charge, string reason)
    {
        charge.State = AdyenChargeState.Refused;
        if (charge.Checkout.Kind is not AdyenCheckoutKind.Direct)
            Set(charge.Checkout, AdyenCheckout.Active);
        notifier.Tell(charge, "AUTHORISATION", isSuccess: false, reason: reason);
    }

    public void Wait(AdyenCharge charge)
    {
        charge.State = AdyenChargeState.Waiting;
        Set(charge.Checkout, AdyenCheckout.PaymentPending);
    }

    public void Set(AdyenCheckout checkout, string status)
    {
        if (string.Equals(checkout.Status, status, StringComparison.Ordinal))
            return;
        checkout.Status = status;
        checkout.UpdatedAt = Now;
    }

    public AdyenMovement Receive(AdyenMovementKind kind, AdyenCharge? charge, long value, string? reference)
    {
        var movement = new AdyenMovement { Psp = NewId(""), Kind = kind, Charge = charge, Value = value, Reference = reference };
        Movements.Add(movement);
        charge?.Movements.Add(movement);
        return movement;
    }

    /// <summary>Decides a movement that was received: as its payment allows, unless a test wants it to fail.</summary>
    public void Settle(AdyenMovement movement, bool succeed)
    {
        movement.IsWaiting = false;
        var charge = movement.Charge;
        if (charge is null)
            return;
        var obstacle = succeed ? Obstacle(movement, charge) : "Declined by the scheme";
        movement.IsDone = obstacle is null;
        var (code, action) = movement.Kind switch
        {
            AdyenMovementKind.Capture => ("CAPTURE", null),
            AdyenMovementKind.Cancel => ("CANCELLATION", null),
            AdyenMovementKind.TechnicalCancel => ("TECHNICAL_CANCEL", null),
            AdyenMovementKind.Refund => ("REFUND", (string?)null),
            _ => ("CANCEL_OR_REFUND", charge.Captured > 0 ? "refund" : "cancel"),
        };
        if (movement.IsDone && (movement.Kind is AdyenMovementKind.Cancel or AdyenMovementKind.TechnicalCancel || action == "cancel"))
            charge.State = AdyenChargeState.Cancelled;
        if (movement.IsDone && action == "refund")
            charge.Movements.Add(new AdyenMovement { Psp = movement.Psp, Kind = AdyenMovementKind.Refund, Charge = charge, Value = charge.Captured, IsWaiting = false, IsDone = true });
        notifier.Tell(charge, code, movement.IsDone, obstacle ?? "", movement.Psp, movement.Value, movement.Reference, action);
    }

    private string? Obstacle(AdyenMovement movement, AdyenCharge charge)
    {
        var held = charge.HoldsOrTook;
        var wasCaptured = charge.Captured > 0;
        return movement.Kind switch
        {
            AdyenMovementKind.Capture when !held => "The authorisation is not there any more",
            AdyenMovementKind.Capture when !charge.Checkout.IsManual => null,
            AdyenMovementKind.Capture when wasCaptured && !options.MultiplePartialCaptures => "The rest was released after the first capture",
            AdyenMovementKind.Capture when charge.Captured + movement.Value > charge.Checkout.Value => "Insufficient balance on payment",
            AdyenMovementKind.Cancel when !held || wasCaptured => "Payment is already captured or cancelled",
            AdyenMovementKind.TechnicalCancel when wasCaptured || charge.State is not (AdyenChargeState.Authorised or AdyenChargeState.Open) => "Payment is already captured or cancelled",
            AdyenMovementKind.Refund when !wasCaptured => "Transaction hasn't been captured, refund not possible",
            AdyenMovementKind.Refund when charge.Refunded + movement.Value > charge.Captured => "Insufficient balance on payment",
            AdyenMovementKind.Reversal when !held || charge.Refunded > 0 => "Payment cannot be reversed",
            _ => null,
        };
    }
}
