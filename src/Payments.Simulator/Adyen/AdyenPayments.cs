using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Direct payments: what a payment method leads to, and what its details end in.</summary>
internal sealed class AdyenPayments(AdyenLedger ledger, Func<Uri> baseAddress)
{
    private static readonly string[] Redirecting = ["ideal", "paypal", "eps", "alipay", "trustly", "klarna", "kakaopay", "twint", "swish", "directEbanking"];
    private readonly Dictionary<string, AdyenOutcome> _outcomes = new(StringComparer.Ordinal);

    public JsonObject Create(AdyenBody body)
    {
        if (body.Text("returnUrl")!.Length > 1024)
            throw AdyenRefusal.Invalid("returnUrl");
        if (body.Json["paymentMethod"] is not JsonObject method || (string?)method["type"] is not { Length: > 0 } type)
            throw new AdyenRefusal(422, "14_012", "The provided SDK token could not be parsed.");
        var checkout = new AdyenCheckout
        {
            Kind = AdyenCheckoutKind.Direct,
            Id = ledger.NewId("DP"),
            Reference = body.Reference,
            Value = body.Value,
            Currency = body.Currency,
            IsManual = body.ManualCapture ?? ledger.Options.ManualCapture,
            CaptureDelay = body.CaptureDelay ?? ledger.Options.CaptureDelay,
            Request = body.Json,
        };
        ledger.Checkouts.Add(checkout);
        return type is "scheme" or "card" ? Card(checkout, method) : Other(checkout, type);
    }

    /// <summary>Where the payer's browser goes with the outcome that the payer has chosen. It is good once.</summary>
    public string Return(AdyenCharge charge, AdyenChargeState state, string? refusal)
    {
        var token = "X6XtfGC3!" + ledger.NewId("", 32) + "+/==";
        _outcomes[token] = new AdyenOutcome(charge, state, refusal);
        return token;
    }

    public JsonObject Finish(AdyenBody body)
    {
        if (body.Json["details"] is not JsonObject { Count: > 0 } details)
            throw new AdyenRefusal(422, "14_018", "Payload is invalid.");
        if (details.Any(d => d.Value?.GetValueKind() is not System.Text.Json.JsonValueKind.String))
            throw new AdyenRefusal(400, "702", "Unexpected input: 'details' is a map of texts.");
        var token = (string?)(details["redirectResult"] ?? details["payload"] ?? details["threeDSResult"]);
        if (token is null || !_outcomes.TryGetValue(token, out var outcome))
            throw new AdyenRefusal(422, "14_018", "Payload is invalid.");
        if (outcome.IsUsed || outcome.Charge.State is not AdyenChargeState.Open)
            throw new AdyenRefusal(422, "704", "request already processed or in progress");
        outcome.IsUsed = true;
        switch (outcome.State)
        {
            case AdyenChargeState.Authorised:
                ledger.Authorise(outcome.Charge);
                break;
            case AdyenChargeState.Waiting:
                ledger.Wait(outcome.Charge);
                break;
            case AdyenChargeState.Cancelled:
                outcome.Charge.State = AdyenChargeState.Cancelled;
                break;
            default:
                ledger.Refuse(outcome.Charge, AdyenRefusals.WordsOf(outcome.Refusal));
                break;
        }

        return Describe(outcome.Charge, outcome.Refusal);
    }

    private JsonObject Card(AdyenCheckout checkout, JsonObject method)
    {
        if ((string?)method["encryptedCardNumber"] is not { } number)
        {
            return (string?)method["storedPaymentMethodId"] is null
                ? throw new AdyenRefusal(422, "101", "Invalid card number")
                : Authorised(checkout);
        }

        if (method["encryptedExpiryMonth"] is null || method["encryptedExpiryYear"] is null)
            throw new AdyenRefusal(422, "000", "Required object 'expiryDate' is not provided.");
        if (((string?)method["holderName"])?.Split(' ') is ["REFUSED", var code])
        {
            var refused = ledger.NewCharge(checkout, "visa", AdyenChargeState.Refused);
            ledger.Refuse(refused, AdyenRefusals.WordsOf(code));
            return Describe(refused, code);
        }

        return number switch
        {
            AdyenTestMethods.ChallengedCard => Redirect(checkout, "visa", "scheme"),
            AdyenTestMethods.ComponentCard => Challenge(checkout),
            _ => Authorised(checkout),
        };
    }

    private JsonObject Other(AdyenCheckout checkout, string type)
    {
        if (Redirecting.Contains(type, StringComparer.Ordinal))
            return Redirect(checkout, type, type);
        if (type is "sepadirectdebit")
        {
            var debit = ledger.NewCharge(checkout, type, AdyenChargeState.Waiting);
            return Describe(debit, refusal: null);
        }

        // These wait for the payer outside: the bank's answer comes by itself.
        var charge = ledger.NewCharge(checkout, type, AdyenChargeState.Waiting);
        var (result, action) = type switch
        {
            "pix" => ("Pending", new JsonObject { ["type"] = "qrCode", ["qrCodeData"] = "00020126580014br.gov.bcb.pix" + charge.Psp, ["paymentData"] = "Ab02b4c0!" + charge.Psp }),
            "multibanco" => ("PresentToShopper", new JsonObject
            {
                ["type"] = "voucher", ["entity"] = "12101", ["reference"] = "501422944", ["expiresAt"] = "2030-01-13T23:59:00", ["totalAmount"] = AdyenPages.AmountOf(checkout),
            }),
            "blik" or "mbway" => ("Pending", new JsonObject { ["type"] = "await", ["paymentData"] = "Ab02b4c0!" + charge.Psp }),
            _ => throw new AdyenRefusal(422, "102", "Unable to determine variant"),
        };
        action["paymentMethodType"] = type;
        return new JsonObject { ["resultCode"] = result, ["action"] = action, ["pspReference"] = charge.Psp, ["merchantReference"] = checkout.Reference };
    }

    private JsonObject Authorised(AdyenCheckout checkout)
    {
        var charge = ledger.NewCharge(checkout, "visa", AdyenChargeState.Open);
        ledger.Authorise(charge);
        return Describe(charge, refusal: null);
    }

    // The id comes with the details, when the payment is made.
    private JsonObject Redirect(AdyenCheckout checkout, string method, string type)
    {
        ledger.NewCharge(checkout, method, AdyenChargeState.Open);
        return new JsonObject
        {
            ["resultCode"] = "RedirectShopper",
            ["action"] = new JsonObject { ["type"] = "redirect", ["method"] = "GET", ["paymentMethodType"] = type, ["url"] = $"{baseAddress()}pay/{checkout.Id}" },
        };
    }

    private JsonObject Challenge(AdyenCheckout checkout)
    {
        var charge = ledger.NewCharge(checkout, "visa", AdyenChargeState.Open);
        return new JsonObject
        {
            ["resultCode"] = "IdentifyShopper",
            ["action"] = new JsonObject
            {
                ["type"] = "threeDS2", ["subtype"] = "fingerprint", ["paymentMethodType"] = "scheme", ["token"] = "eyJ0aHJlZURT" + charge.Psp,
                ["authorisationToken"] = "Ab02b4c0!" + charge.Psp, ["paymentData"] = "Ab02b4c0!data" + charge.Psp,
            },
        };
    }

    private static JsonObject Describe(AdyenCharge charge, string? refusal)
    {
        var answer = new JsonObject
        {
            ["pspReference"] = charge.Psp,
            ["merchantReference"] = charge.Checkout.Reference,
            ["resultCode"] = charge.State switch
            {
                AdyenChargeState.Authorised => "Authorised",
                AdyenChargeState.Waiting => "Received",
                AdyenChargeState.Cancelled => "Cancelled",
                _ => "Refused",
            },
        };
        if (charge.State is AdyenChargeState.Authorised)
        {
            answer["amount"] = AdyenPages.AmountOf(charge.Checkout);
            answer["paymentMethod"] = AdyenPages.MethodOf(charge);
            answer["additionalData"] = new JsonObject { ["authCode"] = "060494", ["cardSummary"] = "1111", ["fundingSource"] = "CREDIT", ["paymentMethod"] = charge.Method };
        }

        if (charge.State is AdyenChargeState.Refused or AdyenChargeState.Cancelled)
        {
            var code = refusal ?? (charge.State is AdyenChargeState.Cancelled ? "16" : "2");
            answer["refusalReasonCode"] = code;
            answer["refusalReason"] = AdyenRefusals.WordsOf(code);
        }

        return answer;
    }

    private sealed record AdyenOutcome(AdyenCharge Charge, AdyenChargeState State, string? Refusal)
    {
        public bool IsUsed { get; set; }
    }
}
