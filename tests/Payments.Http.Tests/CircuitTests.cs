using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Http.Tests;

public sealed class CircuitTests
{
    private static Harness Fragile(TimeSpan? pause = null) => new(options =>
    {
        options.MaxRetries = 0;
        options.Circuit.MinimumThroughput = 2;
        options.Circuit.BreakDuration = pause ?? TimeSpan.FromMinutes(1);
    });

    private static ProviderCircuitState State(Harness harness) => harness.Services.GetRequiredKeyedService<ProviderCircuit>("test").State;

    [Test]
    public async Task It_opens_after_failures_and_then_nothing_is_sent([Values] bool network)
    {
        using var harness = Fragile();
        _ = network ? harness.Throws(new HttpRequestException(HttpRequestError.ConnectionError)) : harness.Answers(HttpStatusCode.BadGateway);
        for (var i = 0; i < 2; i++)
            await harness.FailAsync<PaymentException>(Harness.Read());

        Assert.That(State(harness), Is.EqualTo(ProviderCircuitState.Open));
        var exception = await harness.FailAsync<PaymentProviderUnavailableException>(Harness.Write(key: true));
        Assert.That((exception.Outcome, exception.Error.Code, harness.Sent), Is.EqualTo((PaymentOutcome.NeverSent, PaymentErrorCode.CircuitOpen, 2)));
        Assert.That(harness.Log.Count("PAY4004"), Is.EqualTo(1));
    }

    [Test]
    public async Task When_the_provider_last_answered_and_failed_is_known_without_a_call()
    {
        using var harness = Fragile().Answers(HttpStatusCode.Conflict, HttpStatusCode.BadGateway);
        var circuit = harness.Services.GetRequiredKeyedService<ProviderCircuit>("test");
        Assert.That((circuit.LastAnsweredAt, circuit.LastFailedAt), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        await harness.SendAsync(Harness.Read());
        Assert.That((circuit.LastAnsweredAt is not null, circuit.LastFailedAt is not null), Is.EqualTo((true, false)));
        await harness.SendAsync(Harness.Read());
        Assert.That(circuit.LastFailedAt, Is.Not.Null);
    }

    [TestCase(HttpStatusCode.BadRequest)]
    [TestCase(HttpStatusCode.PaymentRequired)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    public async Task Refusals_do_not_count(HttpStatusCode status)
    {
        using var harness = Fragile().Answers(status);
        for (var i = 0; i < 5; i++)
            await harness.SendAsync(Harness.Read());
        Assert.That((State(harness), harness.Sent), Is.EqualTo((ProviderCircuitState.Closed, 5)));
    }

    [Test]
    public async Task Undoing_goes_out_all_the_same()
    {
        using var harness = Fragile().Answers(HttpStatusCode.BadGateway, HttpStatusCode.BadGateway, HttpStatusCode.OK);
        for (var i = 0; i < 2; i++)
            await harness.SendAsync(Harness.Read());
        Assert.That((await harness.SendAsync(Harness.Write(bypass: true))).Error, Is.Null);
        Assert.That(State(harness), Is.EqualTo(ProviderCircuitState.Open));
    }

    [Test]
    public async Task An_open_circuit_does_not_hide_an_attempt_that_went_out()
    {
        using var harness = new Harness(options => (options.Circuit.MinimumThroughput, options.Circuit.BreakDuration) = (2, TimeSpan.FromMinutes(1)));
        harness.Throws(new HttpRequestException(HttpRequestError.ResponseEnded));
        var exception = await harness.FailAsync<PaymentOutcomeUnknownException>(Harness.Write(key: true));
        Assert.That((exception.Error.Code, harness.Sent), Is.EqualTo((PaymentErrorCode.CircuitOpen, 2)));
    }

    [Test]
    public async Task An_answer_that_comes_after_others_opened_it_is_not_lost()
    {
        var late = new TaskCompletionSource<HttpResponseMessage>();
        using var harness = Fragile().Answer(_ => late.Task).Answers(HttpStatusCode.BadGateway);
        var slow = harness.Client.SendAsync(Harness.Write(key: true));
        for (var i = 0; i < 2; i++)
            await harness.SendAsync(Harness.Read());
        Assert.That(State(harness), Is.EqualTo(ProviderCircuitState.Open));

        late.SetResult(new HttpResponseMessage(HttpStatusCode.OK));

        Assert.That((await slow).Error, Is.Null);
        Assert.That(State(harness), Is.EqualTo(ProviderCircuitState.Open));
    }

    [Test]
    public async Task One_that_is_off_never_stops_a_call()
    {
        using var harness = new Harness(options => (options.MaxRetries, options.Circuit.MinimumThroughput, options.Circuit.Enabled) = (0, 2, false));
        harness.Answers(HttpStatusCode.BadGateway);
        for (var i = 0; i < 5; i++)
            await harness.SendAsync(Harness.Read());
        Assert.That((State(harness), harness.Sent), Is.EqualTo((ProviderCircuitState.Closed, 5)));
    }

    [Test]
    public async Task A_probe_closes_it_again()
    {
        // Polly's breaker keeps its own time.
        using var harness = Fragile(TimeSpan.FromMilliseconds(50)).Answers(HttpStatusCode.BadGateway, HttpStatusCode.BadGateway, HttpStatusCode.OK);
        for (var i = 0; i < 2; i++)
            await harness.SendAsync(Harness.Read());
        Assert.That(() => State(harness), Is.EqualTo(ProviderCircuitState.HalfOpen).After(2000, 10));
        await harness.SendAsync(Harness.Read());
        Assert.That(State(harness), Is.EqualTo(ProviderCircuitState.Closed));
        Assert.That(harness.Log.Count("PAY4005"), Is.EqualTo(1));
    }
}
