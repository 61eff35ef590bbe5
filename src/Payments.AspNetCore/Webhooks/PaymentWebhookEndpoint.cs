using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Payments.AspNetCore;

/// <summary>Takes the webhooks of every provider: the raw body, its check, the inbox, and then the words that the provider wants to hear.</summary>
internal sealed class PaymentWebhookEndpoint(IServiceProvider services)
{
    private readonly IPaymentProviderFactory _providers = services.GetRequiredService<IPaymentProviderFactory>();
    private readonly PaymentWebhooks _webhooks = services.GetRequiredService<PaymentWebhooks>();
    private readonly int _limit = services.GetRequiredService<PaymentsOptions>().MaxWebhookBytes;
    private readonly PaymentEndpointOptions _options = services.GetRequiredService<IOptions<PaymentEndpointOptions>>().Value;
    private readonly AllowedSources _sources = new(
        services.GetRequiredService<IOptions<PaymentEndpointOptions>>().Value, services.GetRequiredService<IPaymentProviderFactory>());

    private readonly ILogger _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(PaymentEndpointLog.Category);

    internal async Task HandleAsync(HttpContext context)
    {
        var name = context.GetRouteValue("provider") as string ?? "";
        try
        {
            await ReceiveAsync(context, name).ConfigureAwait(false);
        }
        catch (BadHttpRequestException broken)
        {
            context.Response.StatusCode = broken.StatusCode;
        }
        catch (Exception exception)
        {
            var status = WebhookStatus.Of(exception);
            if (status >= StatusCodes.Status500InternalServerError)
                PaymentEndpointLog.NotTaken(_logger, name, ReasonOf(exception));
            if (exception is PaymentException failed)
                RetryAfter.Tell(context.Response, failed.Error);
            context.Response.StatusCode = status;
        }
    }

    private async Task ReceiveAsync(HttpContext context, string name)
    {
        if (!_providers.TryGetProvider(name, out var provider) || !provider.Supports(PaymentOperations.Webhooks))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var remoteAddress = context.Connection.RemoteIpAddress;
        if (!_sources.Allow(provider.Name, remoteAddress))
        {
            PaymentEndpointLog.WrongSource(_logger, provider.Name, remoteAddress);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (await RequestBody.ReadAsync(context.Request, _limit, context.RequestAborted).ConfigureAwait(false) is not { } body)
        {
            PaymentEndpointLog.TooLarge(_logger, provider.Name, _limit);
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        // What has arrived as a whole is taken, whether or not the sender waits for the answer.
        var webhook = new WebhookRequest { Body = body, Headers = HeadersOf(context.Request), Url = PublicAddress.Of(context.Request, _options), RemoteAddress = remoteAddress };
        var acknowledgement = await _webhooks.ReceiveAsync(provider.Name, webhook, CancellationToken.None).ConfigureAwait(false);
        await AnswerAsync(context.Response, acknowledgement).ConfigureAwait(false);
    }

    // To the letter: a provider compares it.
    private static async Task AnswerAsync(HttpResponse response, WebhookAcknowledgement acknowledgement)
    {
        response.StatusCode = acknowledgement.StatusCode;
        if (acknowledgement.ContentType is { } type)
            response.ContentType = type;
        var body = Encoding.UTF8.GetBytes(acknowledgement.Body);
        response.ContentLength = body.Length;
        if (body.Length > 0)
            await response.Body.WriteAsync(body).ConfigureAwait(false);
    }

    private static Dictionary<string, string> HeadersOf(HttpRequest request)
    {
        var headers = new Dictionary<string, string>(request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers)
            headers[name] = values.ToString();
        return headers;
    }

    private static string ReasonOf(Exception exception) =>
        exception is PaymentException known ? $"{known.GetType().Name} {known.Error.Code}" : exception.GetType().Name;
}
