#pragma warning disable // The code of the README, as it is printed there.
using System.Text.Json.Serialization;
using Payments;
using Payments.Http;

namespace Example;

public sealed class AcmeOptions : ProviderHttpOptions
{
    public string SecretKey { get; set; } = "";

    // In your own assembly: protected override.
    protected internal override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        if (SecretKey.Length == 0)
            problems.Add("SecretKey is missing: set it to the secret key of the account's dashboard.");
    }
}

internal sealed class AcmeProtocol(AcmeOptions options) : ProviderProtocol
{
    private readonly string _authorization = "Bearer " + options.SecretKey;

    public override Uri DefaultBaseAddress { get; } = new("https://api.acme.example/v1/");

    public override IReadOnlyList<string> RequestIdHeaders => ["Request-Id"];

    public override ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.Message.Headers.TryAddWithoutValidation("Authorization", _authorization);
        return ValueTask.CompletedTask;
    }

    public override PaymentError? ReadError(ProviderResponse response)
    {
        if (!response.TryRead(AcmeJson.Default.AcmeError, out var body) || body.Code is null)
            return PaymentErrors.FromStatus(response);
        var (kind, code) = body.Code switch
        {
            "insufficient_funds" => (PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds),
            "already_captured" => (PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured),
            "in_progress" => (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
            _ => (PaymentErrorKind.Unknown, PaymentErrorCode.Unknown),
        };
        return new PaymentError { Kind = kind, Code = code, ProviderCode = body.Code, ProviderMessage = body.Message };
    }
}

internal sealed class AcmePaymentProvider(string name, ProviderHttpClient http) : PaymentProvider(name)
{
    public override PaymentProviderCapabilities Capabilities => throw new NotImplementedException();

    public override async Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default)
    {
        var response = await http.SendAsync(new ProviderRequest
        {
            Method = HttpMethod.Post,
            Path = $"payments/{ProviderPath.Segment(request.Payment.PaymentId)}/capture",
            Kind = ProviderCallKind.Write,
            Operation = PaymentOperations.Capture,
            Payment = request.Payment,
            HasProviderKey = true,
            Headers = { ["Idempotency-Key"] = WireKey.Create(Name, PaymentOperations.Capture, "", request.IdempotencyKey) },
            Body = ProviderBody.Form(new FormFields().Add("amount", request.Amount?.ToMinorUnits())),
        }, cancellationToken).ConfigureAwait(false);

        // A state that our own action already reached is success; everything else that failed is thrown by Read.
        if (response.Error is { Code: PaymentErrorCode.AlreadyCaptured })
            return await GetPaymentAsync(request.Payment, cancellationToken).ConfigureAwait(false);
        return Map(response.Read(AcmeJson.Default.AcmePayment));
    }

    private static Payment Map(AcmePayment payment) => throw new NotImplementedException();
}

// Set, not initialised: the serializer would gather what is initialised in boxes first.
internal sealed class AcmePayment
{
    public string? Id { get; set; }

    public string? Status { get; set; }
}

internal sealed class AcmeError
{
    public string? Code { get; set; }

    public string? Message { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AcmePayment))]
[JsonSerializable(typeof(AcmeError))]
internal sealed partial class AcmeJson : JsonSerializerContext;

public static class AcmePaymentsBuilderExtensions
{
    public static IPaymentsBuilder AddAcme(this IPaymentsBuilder builder, Action<AcmeOptions> configure) => builder.AddAcme("acme", configure);

    public static IPaymentsBuilder AddAcme(this IPaymentsBuilder builder, string name, Action<AcmeOptions> configure) =>
        builder.AddHttpProvider(name, configure, static registration =>
            new AcmePaymentProvider(registration.Name, registration.CreateClient(new AcmeProtocol(registration.Options))));

    // And the same two with an IConfigurationSection: builder.AddAcme(name, options => section.Bind(options));
}
