using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Payments.Http;

namespace Payments.Coinbase.Tests;

/// <summary>The whole pipeline over a wire that gives its answers in their order.</summary>
internal sealed class PipelineHost : IAsyncDisposable
{
    private readonly Wire _wire = new();
    private readonly ServiceProvider _services;

    public PipelineHost(CoinbaseApi api = CoinbaseApi.Checkouts)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(new TestClock());
        services.AddHttpClient(ProviderHttpClient.HttpClientName("coinbase")).ConfigurePrimaryHttpMessageHandler(() => _wire);
        services.AddPayments().AddCoinbase(options =>
        {
            (options.Api, options.ApiKeyId, options.ApiKeySecret, options.CommerceApiKey) = (api, Keys.Id, Keys.Secret, "commerce-key");
            options.WebhookSecrets.Add(CheckoutsHost.Secret);
        });
        _services = services.BuildServiceProvider();
    }

    public IPaymentProvider Provider => _services.GetRequiredKeyedService<IPaymentProvider>("coinbase");

    /// <summary>How many calls were made.</summary>
    public int Calls => _wire.Calls;

    /// <summary>What the payment memory knows.</summary>
    public async Task<Payment> RememberedAsync(PaymentReference payment)
    {
        await using var scope = _services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(payment, default))!.Payment;
    }

    /// <summary>The answer to the next call.</summary>
    public PipelineHost Answers(string body, int status = 200)
    {
        _wire.Answers.Enqueue((body, status));
        return this;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Wire : HttpMessageHandler
    {
        public Queue<(string Body, int Status)> Answers { get; } = new();

        public int Calls { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            if (request.Content is not null)
                await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var (body, status) = Answers.Dequeue();
            return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
