using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Payments.Security;

namespace Payments.AspNetCore;

/// <summary>Takes the payer's return and sends the payer on to the shop's page, whatever the provider says.</summary>
internal sealed class PaymentReturnEndpoint(IServiceProvider services, Func<PaymentReturn, string> page)
{
    private readonly IPaymentProviderFactory _providers = services.GetRequiredService<IPaymentProviderFactory>();
    private readonly PaymentReturns _returns = services.GetRequiredService<PaymentReturns>();
    private readonly string? _parameter = services.GetRequiredService<PaymentsOptions>().ReturnParameter;
    private readonly PaymentEndpointOptions _options = services.GetRequiredService<IOptions<PaymentEndpointOptions>>().Value;
    private readonly ILogger _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(PaymentEndpointLog.Category);

    internal Task HandleAsync(HttpContext context) => HandleAsync(context, isCancelled: false);

    internal Task HandleCancelledAsync(HttpContext context) => HandleAsync(context, isCancelled: true);

    private async Task HandleAsync(HttpContext context, bool isCancelled)
    {
        if (!_providers.TryGetProvider(context.GetRouteValue("provider") as string ?? "", out var provider))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (parameters, status) = await ReadAsync(context).ConfigureAwait(false);
        if (parameters is null)
        {
            context.Response.StatusCode = status;
            return;
        }

        // A payer who closes the window has agreed all the same, and what he agreed to runs out in minutes.
        string? token = null;
        if (_parameter is not null)
            parameters.Remove(_parameter, out token);
        var back = await TakeAsync(context, provider.Name, token, isCancelled ? null : parameters).ConfigureAwait(false);
        if (back.Error?.Kind is PaymentErrorKind.AccessDenied)
            PaymentEndpointLog.ReturnRefused(_logger, provider.Name, back.Payment?.Reference.OrderId, SystemPaymentCaller.Return);
        else if (back.Result is PaymentReturnResult.Unclear)
            PaymentEndpointLog.ReturnUnclear(_logger, provider.Name, back.Payment?.Reference.OrderId, back.Error?.Code);

        // 303: a form that was posted here is not posted again. The address that is left holds our value: nobody is told of it, and nothing keeps it.
        var response = context.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = ShopPage.Location(page(back), context.Request, _options);
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    // Whoever is signed in, or nobody: it is the value in the address that counts, and nobody's own right.
    private async Task<PaymentReturn> TakeAsync(HttpContext context, string provider, string? token, Dictionary<string, string>? parameters)
    {
        using var caller = SystemPaymentCaller.BeginScope(SystemPaymentCaller.ForReturn(RemoteAddress.Of(context), context.TraceIdentifier));
        return parameters is null
            ? await _returns.HandleCancelledAsync(provider, token, CancellationToken.None).ConfigureAwait(false)
            : await _returns.HandleAsync(provider, token, parameters, CancellationToken.None).ConfigureAwait(false);
    }

    private static async ValueTask<(Dictionary<string, string>? Parameters, int Status)> ReadAsync(HttpContext context)
    {
        try
        {
            return await ReturnParameters.ReadAsync(context.Request).ConfigureAwait(false);
        }
        catch (BadHttpRequestException broken)
        {
            return (null, broken.StatusCode);
        }
    }
}
