using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The state machine of a payment: confirmation, challenge, charge, decline, capture, release.</summary>
internal sealed class StripeCharging(StripeAccount account, StripeDisputes disputes)
{
    private const long VoucherLifetime = 3 * 24 * 60 * 60;

    /// <summary>Confirms with a method. A decline is thrown as an error, after it has been booked.</summary>
    public void Confirm(
        StripeIntent intent, StripePaymentMethod method, bool offSession = false, bool refuseAction = false, bool useSdk = false)
    {
        intent.Method = method;
        intent.LastError = null;
        intent.NextAction = null;
        var profile = method.Profile;
        if (intent.IsManual && !profile.Type.CanHold)
            throw StripeRefusal.Parameter(
                code: null, $"The payment method type {profile.Type.Name} does not support manual capture.", "capture_method");
        if (profile.Step is StripeStep.None || intent.HasPassedAction)
            Execute(intent);
        else if (offSession || refuseAction)
            Decline(intent, StripeDeclines.AuthenticationRequired);
        else
            Ask(intent, profile.Step, useSdk);
    }

    /// <summary>The payer has done what was asked for: the bank now decides.</summary>
    public void PassAction(StripeIntent intent)
    {
        intent.NextAction = null;
        intent.HasPassedAction = true;
        if (intent.ConfirmationMethod is "manual")
            intent.Status = StripeIntent.RequiresConfirmation;
        else if (intent.Method!.Profile.Type.IsDelayed)
            Complete(intent, Book(intent, StripeCharge.Succeeded));
        else
            Execute(intent);
    }

    /// <summary>Books a decline and throws it as Stripe's 402.</summary>
    public void Decline(StripeIntent intent, string code)
    {
        var isChallenge = code is
            StripeDeclines.ChallengeFailed or StripeDeclines.CustomerDeclined or StripeDeclines.AuthenticationRequired;
        var charge = isChallenge ? null : Book(intent, StripeCharge.Failed);
        intent.LastError = StripeDeclines.Error(code, intent.Method, charge?.Id);
        intent.HasPassedAction = false;
        intent.Method = null;
        intent.NextAction = null;
        intent.Status = StripeIntent.RequiresPaymentMethod;
        if (charge is not null)
        {
            charge.Error = intent.LastError;
            account.Emit("charge.failed", charge);
        }

        account.Emit("payment_intent.payment_failed", intent);
        throw StripeRefusal.Declined(intent, intent.LastError);
    }

    /// <summary>Ends a delayed payment.</summary>
    public void Settle(StripeIntent intent, bool succeed)
    {
        var charge = intent.LatestCharge is { Status: StripeCharge.Pending } pending ? pending : Book(intent, StripeCharge.Pending);
        intent.NextAction = null;
        if (succeed)
        {
            charge.Status = StripeCharge.Succeeded;
            Complete(intent, charge);
            return;
        }

        charge.Status = StripeCharge.Failed;
        charge.Error = intent.LastError = StripeDeclines.Error(StripeDeclines.Late, intent.Method, charge.Id);
        intent.Method = null;
        intent.Status = StripeIntent.RequiresPaymentMethod;
        account.Emit("charge.failed", charge);
        account.Emit("payment_intent.payment_failed", intent);
    }

    public void Capture(StripeIntent intent, long? amount, bool isFinal)
    {
        if (intent.CancellationReason is "expired" or "automatic")
            throw StripeRefusal.State("charge_expired_for_capture", "The charge cannot be captured as the authorization has expired.");
        if (intent.Status is not StripeIntent.RequiresCapture)
            throw Unexpected(intent, "captured", StripeIntent.RequiresCapture);
        var charge = intent.LatestCharge!;
        var taken = amount ?? intent.AmountCapturable;
        if (taken > intent.AmountCapturable)
            throw StripeRefusal.State(
                "amount_too_large",
                $"The amount to capture ({taken}) is greater than the amount that can be captured ({intent.AmountCapturable}).",
                intent,
                "amount_to_capture");
        if (!isFinal && !charge.HasMulticapture)
            throw StripeRefusal.State(
                code: null, "This charge cannot be captured more than once: final_capture must be true.", intent, "final_capture");
        StripeMoney.CheckUnit(taken, intent.Currency, "amount_to_capture");
        intent.AmountCapturable -= taken;
        charge.AmountCaptured += taken;
        intent.AmountReceived = charge.AmountCaptured;
        charge.BalanceTransaction ??= account.NewId("txn_");
        if (!isFinal && intent.AmountCapturable > 0)
        {
            account.Emit("payment_intent.amount_capturable_updated", intent);
            return;
        }

        intent.AmountCapturable = 0;
        intent.Status = StripeIntent.Succeeded;
        charge.Captured = true;
        account.Emit("charge.captured", charge);
        account.Emit("payment_intent.succeeded", intent);
    }

    public void Cancel(StripeIntent intent, string? reason)
    {
        intent.Status = StripeIntent.Canceled;
        intent.CanceledAt = account.Now;
        intent.CancellationReason = reason;
        intent.AmountCapturable = 0;
        intent.NextAction = null;
        account.Emit("payment_intent.canceled", intent);
    }

    /// <summary>The bank's hold has run out.</summary>
    public void Lapse(StripeIntent intent)
    {
        account.Emit("charge.expired", intent.LatestCharge!);
        Cancel(intent, account.Options.LapseReason);
    }

    public static StripeRefusal Unexpected(StripeIntent intent, string verb, params string[] allowed) => StripeRefusal.State(
        "payment_intent_unexpected_state",
        $"This PaymentIntent could not be {verb} because it has a status of {intent.Status}. Only a PaymentIntent with one of the "
        + $"following statuses may be {verb}: {string.Join(", ", allowed)}.",
        intent);

    private void Ask(StripeIntent intent, StripeStep step, bool useSdk)
    {
        intent.Status = StripeIntent.RequiresAction;
        intent.NextAction = step is StripeStep.Voucher ? VoucherAction(intent) : RedirectAction(intent, useSdk);
        account.Emit("payment_intent.requires_action", intent);
    }

    private void Execute(StripeIntent intent)
    {
        var profile = intent.Method!.Profile;
        if (profile.Decline is not null)
        {
            Decline(intent, profile.Decline);
            return;
        }

        if (profile.Type.IsDelayed)
        {
            intent.Status = StripeIntent.Processing;
            account.Emit("charge.pending", Book(intent, StripeCharge.Pending));
            account.Emit("payment_intent.processing", intent);
            return;
        }

        var charge = Book(intent, StripeCharge.Succeeded);
        if (!intent.IsManual)
        {
            Complete(intent, charge);
            return;
        }

        charge.CaptureBefore = account.Now + (long)account.Options.AuthorizationWindow.TotalSeconds;
        intent.Status = StripeIntent.RequiresCapture;
        intent.AmountCapturable = intent.Amount;
        account.Emit("charge.succeeded", charge);
        account.Emit("payment_intent.amount_capturable_updated", intent);
    }

    private void Complete(StripeIntent intent, StripeCharge charge)
    {
        charge.Captured = true;
        charge.AmountCaptured = charge.Amount;
        charge.BalanceTransaction = account.NewId("txn_");
        intent.Status = StripeIntent.Succeeded;
        intent.AmountReceived = charge.Amount;
        account.Emit("charge.succeeded", charge);
        account.Emit("payment_intent.succeeded", intent);
        if (charge.Method.Profile.Dispute is { } reason)
            disputes.Open(charge, reason, isInquiry: false);
    }

    private StripeCharge Book(StripeIntent intent, string status)
    {
        var isCard = intent.Method!.Profile.Card is not null;
        var id = account.NewId(isCard ? "ch_" : "py_");
        var charge = account.Keep(account.Charges, new StripeCharge
        {
            Id = id,
            Created = account.Now,
            Intent = intent,
            Method = intent.Method,
            Amount = intent.Amount,
            Status = status,
            ReceiptUrl = account.Link($"receipts/{id}"),
            HasMulticapture = isCard && intent.IsManual && account.Options.Multicapture,
        });
        intent.Charges.Add(charge);
        return charge;
    }

    private JsonObject RedirectAction(StripeIntent intent, bool useSdk)
    {
        var url = account.Link($"c/authenticate/{intent.Id}");
        var (type, details) = (useSdk || intent.ReturnUrl is null) && intent.SessionId is null
            ? ("use_stripe_sdk", new JsonObject { ["stripe_js"] = url, ["type"] = "three_d_secure_redirect" })
            : ("redirect_to_url", new JsonObject { ["return_url"] = intent.ReturnUrl, ["url"] = url });
        return new() { [type] = details, ["type"] = type };
    }

    private JsonObject VoucherAction(StripeIntent intent)
    {
        var type = $"{intent.Method!.Profile.Type.Name}_display_details";
        var details = new JsonObject
        {
            ["expires_at"] = account.Now + VoucherLifetime,
            ["hosted_voucher_url"] = account.Link($"c/voucher/{intent.Id}"),
        };
        if (type.StartsWith("konbini", StringComparison.Ordinal))
            details["stores"] = new JsonObject { ["familymart"] = null, ["lawson"] = null, ["ministop"] = null, ["seicomart"] = null };
        return new() { [type] = details, ["type"] = type };
    }
}
