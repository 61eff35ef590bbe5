using System.Net.Mime;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Payments;
using Payments.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of payments.</summary>
public static class PaymentEndpointRouteBuilderExtensions
{
    /// <summary>Where webhooks are taken, unless another pattern is given.</summary>
    public const string WebhookPattern = "/payments/webhooks/{provider}";

    /// <summary>Where payers come back to, unless another pattern is given; the cancelling return is at <c>/cancel</c> below it.</summary>
    public const string ReturnPattern = "/payments/returns/{provider}";

    internal const string WebhookRoute = "Payments.Webhook";
    internal const string ReturnRoute = "Payments.Return";
    internal const string CancelRoute = "Payments.Cancel";
    private const string Tag = "Payments";

    /// <summary>
    /// Maps the webhooks of every registered provider: verified over the raw body, kept in the inbox, and acknowledged in the provider's own words. It asks for
    /// no user, no cookie and no antiforgery token: the signature, or a read with our own key, is what counts.
    /// </summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="pattern">The route, with <c>{provider}</c> for the registration's name; <c>/hooks/{provider=square}</c> is one provider's own.</param>
    /// <returns>The endpoint's conventions, such as <c>RequireRateLimiting</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddPayments()</c> was not called, or <see cref="PaymentEndpointOptions.WebhookSources"/> names nobody.</exception>
    /// <exception cref="FormatException"><see cref="PaymentEndpointOptions.WebhookSources"/> holds what is neither an address nor a network.</exception>
    public static IEndpointConventionBuilder MapPaymentWebhooks(this IEndpointRouteBuilder endpoints, string pattern = WebhookPattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var endpoint = new PaymentWebhookEndpoint(ServicesOf(endpoints));
        return Describe(endpoints.MapPost(pattern, endpoint.HandleAsync), WebhookRoute, "Takes a provider's webhook", ((Delegate)endpoint.HandleAsync).Method)
            .WithMetadata(
                new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaTypeNames.Text.Plain]),
                Produces(StatusCodes.Status400BadRequest),
                Produces(StatusCodes.Status403Forbidden),
                Produces(StatusCodes.Status404NotFound),
                Produces(StatusCodes.Status413PayloadTooLarge),
                Produces(StatusCodes.Status429TooManyRequests),
                Produces(StatusCodes.Status500InternalServerError),
                Produces(StatusCodes.Status503ServiceUnavailable));
    }

    /// <summary>
    /// Maps the payer's return for every registered provider, by link and by form: the payment is confirmed where its provider waits for it, else read, and
    /// the payer is sent on to the shop's page.
    /// </summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="page">
    /// The page for a return, from the stored payment (null where the return names none): a path of this host, <c>~/</c> for its path base, or an address on
    /// one of <see cref="PaymentEndpointOptions.PageOrigins"/>. Null sends everyone to <c>~/</c>.
    /// </param>
    /// <param name="pattern">The route, with <c>{provider}</c> for the registration's name.</param>
    /// <returns>The endpoints' conventions, such as <c>RequireRateLimiting</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddPayments()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapPaymentReturns(
        this IEndpointRouteBuilder endpoints, Func<PaymentReturn, string>? page = null, string pattern = ReturnPattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var endpoint = new PaymentReturnEndpoint(ServicesOf(endpoints), page ?? (static _ => "~/"));
        var group = endpoints.MapGroup("");
        Map(pattern, endpoint.HandleAsync, ReturnRoute, "Takes the payer's return");
        Map(pattern.TrimEnd('/') + "/cancel", endpoint.HandleCancelledAsync, CancelRoute, "Takes the payer's return without having paid");
        return group;

        void Map(string path, RequestDelegate handle, string route, string summary) =>
            Describe(group.MapMethods(path, [HttpMethods.Get, HttpMethods.Post], handle), route, summary, handle.Method).WithMetadata(
                Produces(StatusCodes.Status303SeeOther),
                Produces(StatusCodes.Status404NotFound));
    }

    private static IServiceProvider ServicesOf(IEndpointRouteBuilder endpoints) => endpoints.ServiceProvider.GetService<PaymentReturns>() is null
        ? throw new InvalidOperationException("Call builder.Services.AddPayments() before the endpoints of payments are mapped.")
        : endpoints.ServiceProvider;

    // The explorer leaves out a status without a type.
    private static ProducesResponseTypeMetadata Produces(int status) => new(status, typeof(void));

    // The method is what the API explorer goes by; routing itself does not need it.
    private static IEndpointConventionBuilder Describe(IEndpointConventionBuilder endpoint, string route, string summary, MethodInfo method) => endpoint
        .WithMetadata(new RouteNameMetadata(route), method)
        .WithDisplayName(route)
        .WithTags(Tag)
        .WithSummary(summary)
        .AllowAnonymous()
        .DisableAntiforgery();
}
