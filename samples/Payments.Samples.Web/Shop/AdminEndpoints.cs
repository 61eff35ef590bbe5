using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Payments.Samples.Web.Pages;

namespace Payments.Samples.Web.Shop;

/// <summary>The pages of the shopkeeper.</summary>
internal static class AdminEndpoints
{
    public const string Shopkeeper = "shopkeeper";

    public static void MapAdmin(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", (string? returnUrl) => new RazorComponentResult<SignInPage>(new { ReturnUrl = returnUrl }));
        app.MapPost("/sign-in", SignInAsync);
        var admin = app.MapGroup("/admin").RequireAuthorization(policy => policy.RequireRole(Shopkeeper));
        admin.MapGet("", (ShopContext shop, IPaymentProviderFactory providers, CancellationToken cancellationToken) => ShowAsync(shop, providers, null, null, cancellationToken));
        admin.MapPost("/orders/{id}/refund", RefundAsync);
    }

    // A sample's: whoever asks is the shopkeeper. A shop asks for more than a click.
    private static async Task<IResult> SignInAsync(HttpContext http, [FromForm] string? returnUrl)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, Shopkeeper), new Claim(ClaimTypes.Name, "The shopkeeper"), new Claim(ClaimTypes.Role, Shopkeeper)],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(new ClaimsPrincipal(identity));
        return Results.LocalRedirect(returnUrl is ['/', not '/' and not '\\', ..] ? returnUrl : "/admin");
    }

    private static async Task<IResult> RefundAsync(
        string id, [FromForm] string? amount, [FromForm] Guid intention, ShopContext shop, IPaymentProviderFactory providers, WaysToPay ways, CancellationToken cancellationToken)
    {
        if (await shop.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.Id == id, cancellationToken) is not { Payment: { } payment } order)
            return Results.NotFound();
        var some = decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var number);
        if (!some && !string.IsNullOrWhiteSpace(amount))
            return await ShowAsync(shop, providers, null, $"\"{amount}\" is no amount.", cancellationToken);
        try
        {
            var refund = await providers.GetProvider(order.Provider).RefundPaymentAsync(
                new RefundRequest
                {
                    Payment = PaymentReference.Parse(payment),
                    Amount = some ? new Money(number, order.Currency) : null,
                    IdempotencyKey = intention.ToString("N"),
                    Extras = ways.RefundExtrasOf(order.Provider),
                },
                cancellationToken);
            return await ShowAsync(
                shop, providers, $"{Words.Of(refund.Amount)} of order {order.Id}: {Words.Of(refund.Status).ToLowerInvariant()}.", null, cancellationToken);
        }
        catch (PaymentOutcomeUnknownException)
        {
            return await ShowAsync(shop, providers, null, "Nobody knows yet whether the refund was made. It is being looked after: please do not send it again.", cancellationToken);
        }
        catch (PaymentException refused)
        {
            return await ShowAsync(shop, providers, null, refused.Message, cancellationToken);
        }
    }

    private static async Task<IResult> ShowAsync(
        ShopContext shop, IPaymentProviderFactory providers, string? notice, string? problem, CancellationToken cancellationToken)
    {
        var orders = await shop.Orders.AsNoTracking().OrderByDescending(order => order.Id).Take(100).ToListAsync(cancellationToken);
        return new RazorComponentResult<AdminPage>(new
        {
            Orders = orders,
            Refundable = (Func<Order, bool>)(order => order is { Payment: not null, Status: PaymentStatus.Completed or PaymentStatus.PartiallyRefunded }
                && providers.GetProvider(order.Provider).Supports(PaymentOperations.Refund)),
            Notice = notice,
            Problem = problem,
        });
    }
}
