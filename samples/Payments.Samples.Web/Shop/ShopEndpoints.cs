using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Payments.Samples.Web.Pages;

namespace Payments.Samples.Web.Shop;

/// <summary>The pages that a payer sees.</summary>
internal static class ShopEndpoints
{
    public static void MapShop(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => new RazorComponentResult<HomePage>());
        app.MapGet("/products/{id}", (string id, WaysToPay ways) => Catalogue.Find(id) is { } product ? (IResult)ProductPage(product, ways) : Results.NotFound());
        app.MapPost("/orders", PlaceOrderAsync);
        app.MapGet("/orders/{id}", ShowOrderAsync);
        app.MapGet("/orders/{id}/pay", PayAsync);
        app.MapGet("/orders/{id}/events", (string id, OrderFeed feed, HttpContext http, [FromHeader(Name = "Last-Event-ID")] int? last, int after = 0) =>
            TypedResults.ServerSentEvents(feed.FollowAsync(id, last ?? after, http.RequestAborted)));
    }

    private static RazorComponentResult<ProductPage> ProductPage(Product product, WaysToPay ways, string? problem = null) => new(new
    {
        Product = product,
        Ways = ways.For(product),
        Intention = Guid.NewGuid().ToString("N"),
        Problem = problem,
    });

    private static async Task<IResult> PlaceOrderAsync(
        [FromForm] string product, [FromForm] string provider, [FromForm] Guid intention, WaysToPay ways, Checkout checkout, CancellationToken cancellationToken)
    {
        if (Catalogue.Find(product) is not { } chosen)
            return Results.NotFound();
        if (ways.For(chosen).FirstOrDefault(way => way.Name == provider) is not { } way)
            return ProductPage(chosen, ways, "Please choose one of these ways to pay.");
        var (order, problem) = await checkout.PlaceAsync(chosen, way, intention.ToString("N"), cancellationToken);
        return problem is null ? SeeOther($"/orders/{order.Id}/pay") : ProductPage(chosen, ways, problem);
    }

    private static async Task<IResult> PayAsync(string id, ShopContext shop, IPaymentStore payments, CancellationToken cancellationToken)
    {
        if (await FindAsync(shop, id, cancellationToken) is not { } order)
            return Results.NotFound();
        var action = await Checkout.NextAsync(order, payments, cancellationToken);
        return action switch
        {
            null or WaitAction => SeeOther($"/orders/{order.Id}"),
            RedirectAction page => SeeOther(page.Url.OriginalString),
            _ => new RazorComponentResult<PayPage>(new { Order = order, Action = action }),
        };
    }

    private static async Task<IResult> ShowOrderAsync(string id, ShopContext shop, WaysToPay ways, CancellationToken cancellationToken) =>
        await FindAsync(shop, id, cancellationToken) is { } order
            ? new RazorComponentResult<OrderPage>(new { Order = order, Title = ways.TitleOf(order.Provider) })
            : Results.NotFound();

    private static Task<Order?> FindAsync(ShopContext shop, string id, CancellationToken cancellationToken) =>
        shop.Orders.AsNoTracking().Include(order => order.Steps).SingleOrDefaultAsync(order => order.Id == id, cancellationToken);

    internal static IResult SeeOther(string url) => new SeeOtherResult(url);

    // After a form, and on the way to a provider: the browser comes with GET, and a reload sends nothing twice.
    private sealed class SeeOtherResult(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = url;
            return Task.CompletedTask;
        }
    }
}
