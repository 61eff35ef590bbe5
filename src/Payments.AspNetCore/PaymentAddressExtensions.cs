using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Payments;
using Payments.AspNetCore;

namespace Microsoft.AspNetCore.Http;

/// <summary>The addresses of the host's endpoints, for a <see cref="PaymentRequest"/>.</summary>
public static class PaymentAddressExtensions
{
    /// <summary>Where a payer of this provider returns to, for <see cref="PaymentRequest.ReturnUrl"/>.</summary>
    /// <param name="context">The request that the address is made in.</param>
    /// <param name="provider">The registration's name.</param>
    /// <returns>The address, under <see cref="PaymentEndpointOptions.PublicBaseAddress"/> where it is set.</returns>
    /// <exception cref="InvalidOperationException"><c>MapPaymentReturns</c> was not called.</exception>
    /// <exception cref="ArgumentException">No provider of that name is registered.</exception>
    public static Uri PaymentReturnUrl(this HttpContext context, string provider) =>
        AddressOf(context, provider, PaymentEndpointRouteBuilderExtensions.ReturnRoute, nameof(PaymentEndpointRouteBuilderExtensions.MapPaymentReturns));

    /// <summary>Where a payer of this provider returns to after cancelling or failing, for <see cref="PaymentRequest.CancelUrl"/>.</summary>
    /// <param name="context">The request that the address is made in.</param>
    /// <param name="provider">The registration's name.</param>
    /// <returns>The address, under <see cref="PaymentEndpointOptions.PublicBaseAddress"/> where it is set.</returns>
    /// <exception cref="InvalidOperationException"><c>MapPaymentReturns</c> was not called.</exception>
    /// <exception cref="ArgumentException">No provider of that name is registered.</exception>
    public static Uri PaymentCancelUrl(this HttpContext context, string provider) =>
        AddressOf(context, provider, PaymentEndpointRouteBuilderExtensions.CancelRoute, nameof(PaymentEndpointRouteBuilderExtensions.MapPaymentReturns));

    /// <summary>Where this provider posts its webhooks, for <see cref="PaymentRequest.WebhookUrl"/> or the provider's dashboard.</summary>
    /// <param name="context">The request that the address is made in.</param>
    /// <param name="provider">The registration's name.</param>
    /// <returns>The address, under <see cref="PaymentEndpointOptions.PublicBaseAddress"/> where it is set.</returns>
    /// <exception cref="InvalidOperationException"><c>MapPaymentWebhooks</c> was not called.</exception>
    /// <exception cref="ArgumentException">No provider of that name is registered.</exception>
    public static Uri PaymentWebhookUrl(this HttpContext context, string provider) =>
        AddressOf(context, provider, PaymentEndpointRouteBuilderExtensions.WebhookRoute, nameof(PaymentEndpointRouteBuilderExtensions.MapPaymentWebhooks));

    private static Uri AddressOf(HttpContext context, string provider, string route, string map)
    {
        ArgumentNullException.ThrowIfNull(context);
        var services = context.RequestServices;
        var name = services.GetRequiredService<IPaymentProviderFactory>().GetProvider(provider).Name;
        var path = services.GetRequiredService<LinkGenerator>().GetPathByRouteValues(route, new RouteValueDictionary { ["provider"] = name })
            ?? throw new InvalidOperationException($"There is no endpoint for '{name}': call app.{map}().");
        return PublicAddress.Of(context.Request, services.GetRequiredService<IOptions<PaymentEndpointOptions>>().Value, path);
    }
}
