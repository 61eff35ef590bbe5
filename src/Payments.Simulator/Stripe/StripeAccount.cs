using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>One event of the account.</summary>
internal sealed record StripeEvent(string Id, long Created, string Type, JsonObject Body) : IStripeObject
{
    public JsonObject ToJson() => (JsonObject)Body.DeepClone();
}

/// <summary>The simulated account: its objects, its clock and its events.</summary>
internal sealed class StripeAccount(
    StripeSimulatorOptions options, Func<string, string> newId, Func<Uri> address, Action<string, string, ReadOnlyMemory<byte>> send)
{
    private readonly Dictionary<string, IStripeObject> _byId = new(StringComparer.Ordinal);

    public StripeSimulatorOptions Options { get; } = options;

    public List<StripeIntent> Intents { get; } = [];

    public List<StripeCharge> Charges { get; } = [];

    public List<StripeRefund> Refunds { get; } = [];

    public List<StripeDispute> Disputes { get; } = [];

    public List<StripeSession> Sessions { get; } = [];

    public List<StripeEvent> Events { get; } = [];

    /// <summary>The request that is being answered, for the events that it causes; null while the payer, a bank or time acts.</summary>
    public SimulatedRequest? Cause { get; set; }

    public long Now => Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();

    public string NewId(string prefix) => newId(prefix);

    public string Link(string path) => new Uri(address(), path).AbsoluteUri;

    public T Keep<T>(List<T> list, T item)
        where T : IStripeObject
    {
        list.Add(item);
        _byId[item.Id] = item;
        return item;
    }

    public StripePaymentMethod NewMethod(StripeTestMethod profile)
    {
        var method = new StripePaymentMethod(NewId("pm_"), Now, profile);
        _byId[method.Id] = method;
        return method;
    }

    /// <summary>A payment method by its id, or a new one of a test method's name.</summary>
    public StripePaymentMethod Method(string id) => Find<StripePaymentMethod>(id)
        ?? NewMethod(StripeTestMethods.Find(id) ?? throw StripeRefusal.Missing("PaymentMethod", id, "payment_method"));

    public T? Find<T>(string? id)
        where T : class, IStripeObject => id is not null && _byId.GetValueOrDefault(id) is T found ? found : null;

    public T Get<T>(string id, string kind, string param)
        where T : class, IStripeObject => Find<T>(id) ?? throw StripeRefusal.Missing(kind, id, param);

    public StripeSession? SessionOf(StripeIntent intent) => Find<StripeSession>(intent.SessionId);

    /// <summary>Keeps an event with the object as it is now, and sends it.</summary>
    public void Emit(string type, IStripeObject subject, JsonObject? previous = null)
    {
        var data = new JsonObject { ["object"] = subject.ToJson() };
        if (previous is not null)
            data["previous_attributes"] = previous;
        var id = NewId("evt_");
        var body = new JsonObject
        {
            ["id"] = id,
            ["object"] = "event",
            ["api_version"] = StripeSimulator.ApiVersion,
            ["created"] = Now,
            ["data"] = data,
            ["livemode"] = false,
            ["pending_webhooks"] = 1,
            ["request"] = new JsonObject { ["id"] = Cause?.RequestId, ["idempotency_key"] = Cause?.Header(StripeHeaders.IdempotencyKey) },
            ["type"] = type,
        };
        Keep(Events, new(id, Now, type, body));
        send(id, type, Encoding.UTF8.GetBytes(body.ToJsonString()));
    }
}

/// <summary>Stripe's header names.</summary>
internal static class StripeHeaders
{
    public const string Version = "Stripe-Version";
    public const string Account = "Stripe-Account";
    public const string IdempotencyKey = "Idempotency-Key";
    public const string Replayed = "Idempotent-Replayed";
    public const string RequestId = "Request-Id";
    public const string OriginalRequest = "Original-Request";
    public const string ShouldRetry = "Stripe-Should-Retry";
    public const string RateLimitedReason = "Stripe-Rate-Limited-Reason";
    public const string Signature = "Stripe-Signature";
}
