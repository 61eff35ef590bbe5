using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Payments.Http;

namespace Payments.Benchmarks;

/// <summary>One provider as a benchmark needs it: how it is set up, what it is asked, what it answers, what it pushes.</summary>
public sealed class ProviderWire
{
    public required string Name { get; init; }

    /// <summary>Registers it, with credentials that mean nothing.</summary>
    public required Action<IPaymentsBuilder> Add { get; init; }

    /// <summary>The ends of addresses, and the file beside the provider's tests, or the text itself, that answers them. An empty end answers all others.</summary>
    public required IReadOnlyList<(string End, string Answer)> Answers { get; init; }

    /// <summary>What creates a payment with one call to the provider. Null where creating one sends nothing.</summary>
    public PaymentRequest? Create { get; init; }

    /// <summary>What confirms a payment. Null where nothing has to be confirmed.</summary>
    public ConfirmPaymentRequest? Confirm { get; init; }

    /// <summary>A message of the provider, signed over what is in it and <paramref name="padding"/>. Null where it sends none.</summary>
    public Func<string, SignedEvent>? Event { get; init; }

    /// <summary>The clock of its host: another than the machine's where the answer holds a checksum over the time of the call.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The provider itself, without the pipeline, over <paramref name="wire"/>.</summary>
    internal (ServiceProvider Host, PaymentProvider Provider) Open(HttpMessageHandler wire)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Time);
        services.AddHttpClient(ProviderHttpClient.HttpClientName(Name)).ConfigurePrimaryHttpMessageHandler(() => wire);
        Add(services.AddPayments());
        var host = services.BuildServiceProvider();
        return (host, host.GetRequiredKeyedService<IPaymentProvider>(Name).GetService<PaymentProvider>()!);
    }

    internal StubWire Stub() => new([.. Answers.Select(answer => (answer.End, Read(answer.Answer)))]);

    public override string ToString() => Name;

    private static (byte[] Body, MediaTypeHeaderValue Type) Read(string answer)
    {
        var text = answer.EndsWith(".json", StringComparison.Ordinal) ? ProviderFiles.Answer(answer) : answer;
        return (Encoding.UTF8.GetBytes(text), new MediaTypeHeaderValue("application/json"));
    }
}

/// <summary>A message and the least that tells that it is genuine.</summary>
/// <param name="Request">As it comes in.</param>
/// <param name="Check">Signs what the provider signs, with nothing around it.</param>
public sealed record SignedEvent(WebhookRequest Request, Func<int> Check);
