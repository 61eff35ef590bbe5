using Microsoft.Extensions.DependencyInjection;

namespace Payments.CoinGate.Tests;

/// <summary>The bare provider over a mocked wire.</summary>
internal sealed class CoinGateHost(Action<CoinGateOptions>? configure = null) : ProviderHost<CoinGateOptions>("coingate", "https://api.coingate.com", payments =>
    payments.AddCoinGate(options =>
    {
        options.ApiToken = "api-token";
        options.ReceiveCurrency = "EUR";
        options.WebhookUrl = new Uri("https://shop.example/hooks/coingate");
        options.WebhookSecrets.Add("coingate-test-secret-1");
        options.RefundLedgerAccountId = "01LEDGER";
        configure?.Invoke(options);
    }))
{
    /// <summary>The order is read next.</summary>
    public CoinGateHost OnRead(Action<System.Text.Json.Nodes.JsonNode>? change = null)
    {
        Expect("GET /v2/orders/538", Fixture.Answer("order-paid", change));
        return this;
    }

    /// <summary>The order's refunds are listed next.</summary>
    public CoinGateHost OnRefunds(string refunds)
    {
        Expect("GET /v2/orders/538/refunds", $$"""{"current_page":1,"per_page":100,"total_refunds":1,"total_pages":1,"refunds":[{{refunds}}]}""");
        return this;
    }
}
