using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A payment method, made from one of Stripe's test methods.</summary>
internal sealed class StripePaymentMethod(string id, long created, StripeTestMethod profile) : IStripeObject
{
    public string Id { get; } = id;

    public long Created { get; } = created;

    public StripeTestMethod Profile { get; } = profile;

    public JsonObject ToJson()
    {
        var body = new JsonObject
        {
            ["id"] = Id,
            ["object"] = "payment_method",
            ["allow_redisplay"] = "unspecified",
            ["billing_details"] = StripeShapes.Billing(),
            ["created"] = Created,
            ["customer"] = null,
            ["livemode"] = false,
            ["metadata"] = new JsonObject(),
            ["type"] = Profile.Type.Name,
        };
        body[Profile.Type.Name] = Profile.Card is null ? new JsonObject() : CardShape(Profile.Card);
        return body;
    }

    /// <summary>The method as a charge shows it.</summary>
    public JsonObject Details(StripeCharge charge) => new()
    {
        [Profile.Type.Name] = Profile.Card is null ? new JsonObject() : ChargedCard(Profile.Card, charge),
        ["type"] = Profile.Type.Name,
    };

    private static JsonObject CardShape(StripeTestCard card) => new()
    {
        ["brand"] = card.Brand,
        ["checks"] = new JsonObject { ["address_line1_check"] = null, ["address_postal_code_check"] = null, ["cvc_check"] = "pass" },
        ["country"] = card.Country,
        ["exp_month"] = 12,
        ["exp_year"] = 2034,
        ["fingerprint"] = $"sim{card.Brand}{card.Last4}",
        ["funding"] = card.Funding,
        ["generated_from"] = null,
        ["last4"] = card.Last4,
        ["networks"] = new JsonObject { ["available"] = new JsonArray(card.Brand), ["preferred"] = null },
        ["three_d_secure_usage"] = new JsonObject { ["supported"] = true },
        ["wallet"] = Wallet(card),
    };

    private static JsonObject ChargedCard(StripeTestCard card, StripeCharge charge)
    {
        var shape = new JsonObject
        {
            ["amount_authorized"] = charge.Status is StripeCharge.Failed ? null : charge.Amount,
            ["authorization_code"] = charge.Status is StripeCharge.Failed ? null : "123456",
            ["brand"] = card.Brand,
            ["checks"] = new JsonObject { ["address_line1_check"] = null, ["address_postal_code_check"] = null, ["cvc_check"] = "pass" },
            ["country"] = card.Country,
            ["exp_month"] = 12,
            ["exp_year"] = 2034,
            ["extended_authorization"] = new JsonObject { ["status"] = "disabled" },
            ["fingerprint"] = $"sim{card.Brand}{card.Last4}",
            ["funding"] = card.Funding,
            ["incremental_authorization"] = new JsonObject { ["status"] = "unavailable" },
            ["installments"] = null,
            ["last4"] = card.Last4,
            ["mandate"] = null,
            ["multicapture"] = new JsonObject { ["status"] = charge.HasMulticapture ? "available" : "unavailable" },
            ["network"] = card.Brand,
            ["network_token"] = new JsonObject { ["used"] = false },
            ["network_transaction_id"] = null,
            ["overcapture"] = new JsonObject { ["maximum_amount_capturable"] = charge.Amount, ["status"] = "unavailable" },
            ["regulated_status"] = "unregulated",
            ["three_d_secure"] = null,
            ["wallet"] = Wallet(card),
        };
        if (charge is { Captured: false, CaptureBefore: { } until })
            shape["capture_before"] = until;
        return shape;
    }

    private static JsonObject? Wallet(StripeTestCard card) => card.Wallet is null
        ? null
        : new() { ["dynamic_last4"] = null, ["type"] = card.Wallet, [card.Wallet] = new JsonObject() };
}
