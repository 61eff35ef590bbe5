using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Payments.Simulator;

namespace Payments.AspNetCore.Tests;

/// <summary>What a host tells of its providers' health and of its failures.</summary>
internal sealed class HealthAndProblemTests
{
    private const string Secret = "canary-4242424242424242";

    [Test]
    public async Task A_check_looks_at_the_calls_and_makes_none()
    {
        await using var shop = await Shop.OpenAsync("Stripe", builder => builder.Services.AddHealthChecks().AddPaymentProviders().AddPaymentProviders());
        Assert.That(await CheckAsync(shop.Services), Is.EqualTo((HealthStatus.Healthy, "It was not called yet.", "Closed")));
        await shop.OrderAsync("order-0001");
        var calls = shop.Simulator.Requests.Count;
        Assert.That(await CheckAsync(shop.Services), Is.EqualTo((HealthStatus.Healthy, "The last call was answered.", "Closed")));
        Assert.That(shop.Simulator.Requests, Has.Count.EqualTo(calls));
    }

    [Test]
    public async Task A_provider_that_is_down_is_degraded_and_an_open_circuit_is_what_the_host_says([Values(HealthStatus.Degraded, HealthStatus.Unhealthy)] HealthStatus failure)
    {
        await using var shop = await Shop.OpenAsync("Stripe", builder =>
        {
            builder.Services.AddHealthChecks().AddPaymentProviders(failure);
            builder.Services.PostConfigureAll<Payments.Stripe.StripeOptions>(options => (options.MaxRetries, options.Circuit.MinimumThroughput) = (0, 3));
        });
        shop.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 503, Count = 1000 });
        await FailAsync(shop, "order-0001");
        Assert.That(await CheckAsync(shop.Services), Is.EqualTo((HealthStatus.Degraded, "The last call failed.", "Closed")));
        await FailAsync(shop, "order-0002");
        await FailAsync(shop, "order-0003");
        Assert.That(await CheckAsync(shop.Services), Is.EqualTo((failure, "Too many calls have failed: none goes out for a while.", "Open")));
    }

    private static IEnumerable<TestCaseData> Failures =>
    [
        new(PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall, PaymentOutcome.NeverSent, 400, "neverSent", "amountTooSmall"),
        new(PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds, PaymentOutcome.Refused, 402, "refused", "insufficientFunds"),
        new(PaymentErrorKind.AccessDenied, PaymentErrorCode.PermissionDenied, PaymentOutcome.NeverSent, 403, "neverSent", "permissionDenied"),
        new(PaymentErrorKind.NotFound, PaymentErrorCode.NotFound, PaymentOutcome.Refused, 404, "refused", "notFound"),
        new(PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded, PaymentOutcome.NeverSent, 409, "neverSent", "alreadyRefunded"),
        new(PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited, PaymentOutcome.Refused, 429, "refused", "rateLimited"),
        new(PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials, PaymentOutcome.Refused, 500, "refused", "invalidCredentials"),
        new(PaymentErrorKind.Unknown, PaymentErrorCode.Unknown, PaymentOutcome.Refused, 500, "refused", "unknown"),
        new(PaymentErrorKind.NotSupported, PaymentErrorCode.NotSupported, PaymentOutcome.NeverSent, 501, "neverSent", "notSupported"),
        new(PaymentErrorKind.Unavailable, PaymentErrorCode.CircuitOpen, PaymentOutcome.NeverSent, 503, "neverSent", "circuitOpen"),
        new(PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout, PaymentOutcome.Unknown, 502, "unknown", "timeout"),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task A_failure_says_what_it_means_for_the_money_and_nothing_of_the_provider(
        PaymentErrorKind kind, PaymentErrorCode code, PaymentOutcome outcome, int status, string told, string toldCode)
    {
        var error = new PaymentError
        {
            Kind = kind, Code = code, Retry = PaymentRetry.AfterReading, ProviderCode = Secret, ProviderMessage = Secret, RequestId = Secret, PayerMessage = "카드 한도를 확인하세요.",
            RetryAfter = TimeSpan.FromMilliseconds(1500),
        };
        await using var app = await ThrowingAsync(new PaymentException(Secret, error, outcome));
        using var answer = await app.GetTestServer().CreateClient().GetAsync(new Uri("/", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        var problem = JsonDocument.Parse(text).RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(problem.GetProperty("outcome").GetString(), Is.EqualTo(told));
            Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(toldCode));
            Assert.That(problem.GetProperty("retry").GetString(), Is.EqualTo("afterReading"));
            Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo("카드 한도를 확인하세요."));
            Assert.That(text, Does.Not.Contain(Secret));
        }
    }

    [Test]
    public async Task Another_exception_is_the_hosts_own()
    {
        await using var app = await ThrowingAsync(new InvalidOperationException(Secret));
        using var answer = await app.GetTestServer().CreateClient().GetAsync(new Uri("/", UriKind.Relative));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("outcome").And.Not.Contain(Secret));
    }

    private static async Task<WebApplication> ThrowingAsync(Exception exception)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddPaymentProblemDetails();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapGet("/", Throw);
        await app.StartAsync();
        return app;

        string Throw() => throw exception;
    }

    private static async Task<(HealthStatus Status, string? Description, object Circuit)> CheckAsync(IServiceProvider services)
    {
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(PaymentHealthChecksBuilderExtensions.Tag));
        var entry = report.Entries.Single();
        Assert.That(entry.Key, Is.EqualTo("payments:stripe"));
        return (entry.Value.Status, entry.Value.Description, entry.Value.Data["circuit"]);
    }

    private static async Task FailAsync(Shop shop, string orderId)
    {
        try
        {
            await shop.OrderAsync(orderId);
        }
        catch (PaymentException)
        {
            return;
        }

        Assert.Fail("The provider answered.");
    }
}
