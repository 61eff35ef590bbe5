using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Payments.AspNetCore.Status;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the status page of the payments.</summary>
public static class PaymentsDashboardEndpoints
{
    /// <summary>
    /// Maps one page that shows the payments of this host live: success rate, durations and error rates by provider, what waits in the inbox, circuits, the
    /// last failures with their reasons. It loads nothing from elsewhere and names no order, payer or amount. It counts from the moment it is mapped, in
    /// this process: for several hosts and for history use metrics.
    /// </summary>
    /// <remarks>The host's default authorization policy is required. Name another with <c>RequireAuthorization(…)</c>; <c>AllowAnonymous()</c> opens it to everybody.</remarks>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="pattern">The page's path.</param>
    /// <returns>The endpoints, for further conventions.</returns>
    public static IEndpointConventionBuilder MapPaymentsDashboard(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/payments/dashboard")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        var services = endpoints.ServiceProvider;
        var reports = ActivatorUtilities.CreateInstance<StatusReports>(services);
        services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().ApplicationStopped.Register(reports.Dispose);

        var group = endpoints.MapGroup(pattern);
        group.MapGet("", (RequestDelegate)ShowAsync).WithDisplayName("Payments dashboard");
        group.MapGet("/data", (RequestDelegate)(http => SendAsync(http, reports))).WithDisplayName("Payments dashboard, data");
        group.ExcludeFromDescription();

        // At the end, when the host has said what it wants: without a word of it nobody but its users gets in.
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
        {
            if (!endpoint.Metadata.Any(static data => data is IAuthorizeData or IAllowAnonymous))
                endpoint.Metadata.Add(new AuthorizeAttribute());
        });
        return group;
    }

    private static Task ShowAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = DashboardPage.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.Body.WriteAsync(DashboardPage.Html, http.RequestAborted).AsTask();
    }

    private static async Task SendAsync(HttpContext http, StatusReports reports)
    {
        http.Response.Headers.CacheControl = "no-store";
        var report = await reports.MakeAsync(http.RequestAborted).ConfigureAwait(false);
        await http.Response.WriteAsJsonAsync(report, StatusJson.Default.StatusReport, cancellationToken: http.RequestAborted).ConfigureAwait(false);
    }
}
