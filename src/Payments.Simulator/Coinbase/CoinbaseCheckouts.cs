using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The operations of checkouts, and what payers and chains do to them.</summary>
/// <param name="time">The clock.</param>
/// <param name="newHex">New hexadecimal digits, so many.</param>
/// <param name="page">The address of a checkout's page.</param>
/// <param name="tell">Sends an event.</param>
internal sealed class CoinbaseCheckouts(TimeProvider time, Func<int, string> newHex, Func<string, string> page, Action<string, CoinbaseCheckout> tell)
{
    private const decimal SmallestAmount = 0.01m;
    private const decimal LargestAmount = 100_000_000m;
    private const decimal LargestSandboxRefund = 2.00m;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public List<CoinbaseCheckout> All { get; } = [];

    public CoinbaseCheckout Create(SimulatedRequest request, bool isSandbox)
    {
        var body = CoinbaseBody.Read(
            request, "amount", "currency", "network", "description", "metadata", "successRedirectUrl", "failRedirectUrl", "expiresAt");
        var (currency, rate) = Currency(body) ?? throw CoinbaseRefusal.Invalid("'currency' is required.");
        var amount = body.Amount("amount", SmallestAmount, LargestAmount);
        if (body.Text("network", 20) is not (null or "base"))
            throw CoinbaseRefusal.Invalid("'network' must be base.");
        var now = time.GetUtcNow();
        var id = newHex(24);
        var checkout = new CoinbaseCheckout
        {
            Id = id,
            Url = page(id),
            IsSandbox = isSandbox,
            Amount = amount,
            Currency = currency,
            Usdc = Math.Round(amount * rate, 2, MidpointRounding.ToPositiveInfinity),
            Address = "0x" + newHex(40),
            Description = body.Text("description", 500),
            Metadata = body.Map("metadata", 20, 100),
            SuccessUrl = body.HttpsUrl("successRedirectUrl"),
            FailUrl = body.HttpsUrl("failRedirectUrl"),
            ExpiresAt = body.FutureTime("expiresAt", now) ?? now + Lifetime,
            CreatedAt = now,
            UpdatedAt = now,
        };
        All.Add(checkout);
        return checkout;
    }

    public CoinbaseCheckout Get(string id, bool isSandbox) =>
        All.Find(c => c.Id == id && c.IsSandbox == isSandbox) ?? throw CoinbaseRefusal.NotFound();

    public JsonObject List(IReadOnlyDictionary<string, string> query, bool isSandbox)
    {
        var size = query.TryGetValue("pageSize", out var text) ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0 : 20;
        if (size is < 1 or > 100)
            throw CoinbaseRefusal.Invalid("'pageSize' must be 1 to 100.");
        var wanted = All.Where(c => c.IsSandbox == isSandbox
            && (!query.TryGetValue("status", out var status) || c.Status == status)
            && (!query.TryGetValue("descriptionQuery", out var words) || c.Description?.Contains(words, StringComparison.OrdinalIgnoreCase) == true)
            && (!Time(query, "startTime", out var start) || c.CreatedAt >= start)
            && (!Time(query, "endTime", out var end) || c.CreatedAt <= end)).Reverse().ToList();
        var from = query.TryGetValue("pageToken", out var token) ? wanted.FindIndex(c => c.Id == token) + 1 : 0;
        var shown = wanted.Skip(from).Take(size).ToList();
        var list = new JsonObject { ["checkouts"] = new JsonArray([.. shown.Select(c => c.ToJson())]) };
        if (from + shown.Count < wanted.Count)
            list["nextPageToken"] = shown[^1].Id;
        return list;
    }

    public void Deactivate(CoinbaseCheckout checkout)
    {
        if (checkout.Status is not CoinbaseCheckout.Active)
            throw CoinbaseRefusal.Invalid("Only ACTIVE checkouts can be deactivated.");
        Set(checkout, CoinbaseCheckout.Deactivated);
    }

    public CoinbaseCheckoutRefund Refund(CoinbaseCheckout checkout, SimulatedRequest request)
    {
        var body = CoinbaseBody.Read(request, "amount", "currency", "reason");
        var asked = body.Amount("amount", SmallestAmount, LargestAmount);
        var (currency, rate) = Currency(body) ?? (checkout.Currency, CoinbaseCheckout.RateOf(checkout.Currency)!.Value);
        if (checkout.Status is not (CoinbaseCheckout.Completed or CoinbaseCheckout.PartiallyRefunded))
            throw CoinbaseRefusal.Invalid("Only COMPLETED or PARTIALLY_REFUNDED checkouts can be refunded.");
        if (checkout.IsSandbox && asked * rate > LargestSandboxRefund)
            throw CoinbaseRefusal.Invalid("Sandbox refunds are limited to 2.00.");

        var isWhole = currency == checkout.Currency && asked == checkout.Left;
        var usdc = isWhole ? checkout.LeftUsdc : Math.Round(asked * rate, 2, MidpointRounding.ToZero);
        var amount = currency == checkout.Currency ? asked : Math.Round(usdc / CoinbaseCheckout.RateOf(checkout.Currency)!.Value, 2, MidpointRounding.ToZero);
        if (amount > checkout.Left || usdc > checkout.LeftUsdc)
            throw CoinbaseRefusal.Invalid("Refund amount exceeds remaining refundable amount.");
        var refund = new CoinbaseCheckoutRefund(newHex(24), amount, usdc, body.Text("reason", 500), time.GetUtcNow());
        checkout.Refunds.Add(refund);
        checkout.UpdatedAt = time.GetUtcNow();
        return refund;
    }

    public void Pay(CoinbaseCheckout checkout)
    {
        checkout.TransactionHash = "0x" + newHex(64);
        Set(checkout, CoinbaseCheckout.Completed);
        tell("checkout.payment.success", checkout);
    }

    /// <summary>The transfer is seen and not final yet; nobody is told.</summary>
    public void Process(CoinbaseCheckout checkout) => Set(checkout, CoinbaseCheckout.Processing);

    public void Fail(CoinbaseCheckout checkout)
    {
        Set(checkout, CoinbaseCheckout.Failed);
        tell("checkout.payment.failed", checkout);
    }

    public void Expire(CoinbaseCheckout checkout)
    {
        Set(checkout, CoinbaseCheckout.Expired);
        tell("checkout.payment.expired", checkout);
    }

    public void Settle(CoinbaseCheckout checkout, CoinbaseCheckoutRefund refund, bool succeed)
    {
        refund.Status = succeed ? CoinbaseCheckout.Completed : CoinbaseCheckout.Failed;
        if (succeed)
        {
            refund.CompletedAt = time.GetUtcNow();
            refund.TransactionHash = "0x" + newHex(64);
            checkout.Status = checkout.Refunds.Where(r => r.Status is CoinbaseCheckout.Completed).Sum(r => r.Usdc) >= checkout.Usdc
                ? CoinbaseCheckout.Refunded
                : CoinbaseCheckout.PartiallyRefunded;
        }

        checkout.UpdatedAt = time.GetUtcNow();
        tell(succeed ? "checkout.refund.success" : "checkout.refund.failed", checkout);
    }

    private void Set(CoinbaseCheckout checkout, string status) => (checkout.Status, checkout.UpdatedAt) = (status, time.GetUtcNow());

    private static (string Currency, decimal Rate)? Currency(CoinbaseBody body)
    {
        if (body.Text("currency", 10) is not { } currency)
            return null;
        return CoinbaseCheckout.RateOf(currency) is { } rate ? (currency, rate) : throw CoinbaseRefusal.Invalid($"Currency {currency} is not supported.");
    }

    private static bool Time(IReadOnlyDictionary<string, string> query, string name, out DateTimeOffset time)
    {
        time = default;
        if (!query.TryGetValue(name, out var text))
            return false;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
            ? true
            : throw CoinbaseRefusal.Invalid($"'{name}' must be a time.");
    }
}
