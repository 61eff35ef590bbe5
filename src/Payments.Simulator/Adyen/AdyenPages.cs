using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Payment links and sessions: what the payer pays on a page, and what the shop can read of it.</summary>
internal sealed class AdyenPages(AdyenLedger ledger, Func<Uri> baseAddress)
{
    private static readonly string[] EchoedOnce = ["additionalData", "metadata", "lineItems"];
    private readonly Dictionary<string, (AdyenCheckout Session, JsonObject Frozen)> _results = new(StringComparer.Ordinal);

    public JsonObject CreateLink(AdyenBody body)
    {
        if (body.Time("expiresAt") is { } end && (end <= ledger.Now || end > ledger.Now.AddDays(70)))
            throw AdyenRefusal.Invalid("expiresAt");
        return Describe(Add(body, AdyenCheckoutKind.Link, ledger.NewId("PL"), body.Time("expiresAt") ?? ledger.Now.AddHours(24)));
    }

    public JsonObject Describe(AdyenCheckout link)
    {
        var answer = (JsonObject)link.Request.DeepClone();
        answer["id"] = link.Id;
        answer["status"] = link.Status;
        answer["url"] = UrlOf(link.Id);
        answer["expiresAt"] = Text(link.ExpiresAt);
        answer["reusable"] = false;
        if (link.UpdatedAt is { } updated)
            answer["updatedAt"] = Text(updated);
        return answer;
    }

    public JsonObject Close(AdyenCheckout link, AdyenBody body)
    {
        if (body.Text("status") is not AdyenCheckout.Expired)
            throw AdyenRefusal.Invalid("status");
        if (link.Status is not (AdyenCheckout.Active or AdyenCheckout.Expired))
            throw new AdyenRefusal(422, "000", $"The payment link is {link.Status}.");
        ledger.Set(link, AdyenCheckout.Expired);
        return Describe(link);
    }

    public JsonObject CreateSession(AdyenBody body)
    {
        if (body.Text("mode") is { } mode && mode is not ("embedded" or "hosted"))
            throw AdyenRefusal.Invalid("mode");
        if (body.Text("returnUrl")!.Length > 1024)
            throw AdyenRefusal.Invalid("returnUrl");
        if (body.Time("expiresAt") is { } end && (end <= ledger.Now || end > ledger.Now.AddHours(24)))
            throw AdyenRefusal.Invalid("expiresAt");
        var session = Add(body, AdyenCheckoutKind.Session, ledger.NewId("CS"), body.Time("expiresAt") ?? ledger.Now.AddHours(1));
        var answer = (JsonObject)session.Request.DeepClone();
        foreach (var name in EchoedOnce)
            answer.Remove(name);
        answer["id"] = session.Id;
        answer["expiresAt"] = Text(session.ExpiresAt);
        answer["mode"] = body.Text("mode") ?? "embedded";
        if (body.Text("mode") is "hosted")
            answer["url"] = UrlOf(session.Id);
        else
            answer["sessionData"] = "Ab02b4c0!" + ledger.NewId("", 40);
        return answer;
    }

    /// <summary>What the payer's browser takes to the shop: the key to the session as it is at this moment.</summary>
    public string Freeze(AdyenCheckout session)
    {
        var result = "X3XtfGC9!" + ledger.NewId("", 24) + "/+=";
        var payments = session.Charges.Where(c => c.State is AdyenChargeState.Authorised or AdyenChargeState.Waiting).Select(c => (JsonNode)new JsonObject
        {
            ["pspReference"] = c.Psp,
            ["resultCode"] = c.State is AdyenChargeState.Authorised ? "Authorised" : "Received",
            ["amount"] = AmountOf(session),
            ["paymentMethod"] = MethodOf(c),
        });
        _results[result] = (session, new JsonObject
        {
            ["id"] = session.Id,
            ["status"] = session.Status,
            ["reference"] = session.Reference,
            ["payments"] = new JsonArray([.. payments]),
        });
        return result;
    }

    public JsonObject ReadSession(string id, string? result)
    {
        if (result is null)
            throw new AdyenRefusal(422, "000", "Required query parameter 'sessionResult' is not present.");
        if (!_results.TryGetValue(result, out var frozen) || !string.Equals(frozen.Session.Id, id, StringComparison.Ordinal))
            throw AdyenRefusal.Invalid("sessionId");
        return (JsonObject)frozen.Frozen.DeepClone();
    }

    /// <summary>What time alone does.</summary>
    public void Sweep()
    {
        foreach (var page in ledger.Checkouts.Where(c => c.Kind is not AdyenCheckoutKind.Direct && c.Status is AdyenCheckout.Active && c.ExpiresAt <= ledger.Now))
            ledger.Set(page, AdyenCheckout.Expired);
    }

    public static JsonObject AmountOf(AdyenCheckout checkout) => new() { ["currency"] = checkout.Currency, ["value"] = checkout.Value };

    public static JsonObject MethodOf(AdyenCharge charge) => charge.Method is "visa" or "mc"
        ? new JsonObject { ["type"] = "scheme", ["brand"] = charge.Method }
        : new JsonObject { ["type"] = charge.Method };

    private AdyenCheckout Add(AdyenBody body, AdyenCheckoutKind kind, string id, DateTimeOffset end)
    {
        var checkout = new AdyenCheckout
        {
            Kind = kind,
            Id = id,
            Reference = body.Reference,
            Value = body.Value,
            Currency = body.Currency,
            IsManual = body.ManualCapture ?? ledger.Options.ManualCapture,
            CaptureDelay = body.CaptureDelay ?? ledger.Options.CaptureDelay,
            Request = body.Json,
            ExpiresAt = end,
        };
        ledger.Checkouts.Add(checkout);
        return checkout;
    }

    private string UrlOf(string id) => $"{baseAddress()}pay/{id}";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
