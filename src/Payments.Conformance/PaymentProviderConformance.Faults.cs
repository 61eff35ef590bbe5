using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>Networks and providers that fail.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    private const int FaultSpeed = 40;

    /// <summary>
    /// The provider acted, or may have, and its answer does not say so: the outcome is unknown, unless it was read what became of the call. The same
    /// request again ends in exactly one movement, or stays unknown where nobody can tell; never in two.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="kind">What goes wrong.</param>
    /// <param name="status">The HTTP status of an error.</param>
    [Test]
    [Sequential]
    public async Task An_unclear_call_is_repeated_without_harm(
        [ValueSource(typeof(ConformanceFaults), nameof(ConformanceFaults.UnclearOperations))] PaymentOperations operation,
        [ValueSource(typeof(ConformanceFaults), nameof(ConformanceFaults.UnclearKinds))] SimulatorFaultKind kind,
        [ValueSource(typeof(ConformanceFaults), nameof(ConformanceFaults.UnclearStatuses))] int status)
    {
        await using var host = await StartAsync(FaultSpeed);
        if (await LacksAsync(host, operation))
            return;
        var wire = await DisturbableAsync(operation);
        var act = await PrepareAsync(host, operation);
        host.Simulator.Faults.Add(new SimulatorFault(kind) { Operation = wire, Count = 8, Status = status });
        object? answer = null;
        var thrown = await CatchAsync(async () => answer = await act.CallAsync(host));
        if (thrown is null)
        {
            host.Simulator.Faults.Clear();
            await act.AssertOnceAsync(answer);
            return;
        }

        Assert.That(thrown, Is.InstanceOf<PaymentOutcomeUnknownException>());
        if (kind is SimulatorFaultKind.Hang)
            Assert.That(((PaymentException)thrown).Error.Code, Is.EqualTo(PaymentErrorCode.Timeout), "The deadline ends it.");
        await RepeatAsync(host, act, operation);
    }

    /// <summary>The provider says that a request with this key is under way: it may be so, and the same request again is carried out once.</summary>
    /// <param name="operation">The operation.</param>
    [TestCaseSource(typeof(ConformanceCases), nameof(ConformanceCases.Moves))]
    public async Task A_key_in_use_is_tried_again_later(PaymentOperations operation)
    {
        await using var host = await StartAsync(FaultSpeed);
        if (await LacksAsync(host, operation))
            return;
        if (!host.Provider.Capabilities.IdempotencyKeyLifetimes.ContainsKey(operation))
            Assert.Ignore($"The provider remembers no key for {operation}.");
        var wire = await DisturbableAsync(operation);
        var act = await PrepareAsync(host, operation);
        host.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.KeyInUse) { Operation = wire, Count = 8 });
        await ThrowsAsync<PaymentException>(() => act.CallAsync(host));
        await RepeatAsync(host, act, operation, mustSucceed: true);
    }

    /// <summary>The provider says that it did nothing: the call was refused, and the same request again is carried out once.</summary>
    /// <param name="operation">The operation.</param>
    [TestCaseSource(typeof(ConformanceCases), nameof(ConformanceCases.Moves))]
    public async Task Too_many_calls_are_tried_again_later(PaymentOperations operation)
    {
        await using var host = await StartAsync(FaultSpeed);
        if (await LacksAsync(host, operation))
            return;
        var wire = await DisturbableAsync(operation);
        var act = await PrepareAsync(host, operation);
        host.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.RateLimited) { Operation = wire, Count = 8, RetryAfter = TimeSpan.FromSeconds(1) });
        var thrown = await ThrowsAsync<PaymentRateLimitedException>(() => act.CallAsync(host));
        Assert.That(thrown.Outcome, Is.Not.EqualTo(PaymentOutcome.Unknown));
        Assert.That(thrown.Error.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
        await RepeatAsync(host, act, operation, mustSucceed: true);
    }

    /// <summary>Refused credentials are told as such, and a corrected host carries the same request out once.</summary>
    /// <param name="operation">The operation.</param>
    [TestCaseSource(typeof(ConformanceCases), nameof(ConformanceCases.Moves))]
    public async Task Refused_credentials_are_told(PaymentOperations operation)
    {
        await using var host = await StartAsync(FaultSpeed);
        if (await LacksAsync(host, operation))
            return;
        var wire = await DisturbableAsync(operation);
        var act = await PrepareAsync(host, operation);
        host.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Operation = wire, Count = 8, Status = 401 });
        var thrown = await ThrowsAsync<PaymentAuthenticationException>(() => act.CallAsync(host));
        Assert.That(thrown.Outcome, Is.Not.EqualTo(PaymentOutcome.Unknown));
        await RepeatAsync(host, act, operation, mustSucceed: true);
    }

    /// <summary>One failure on the way is nothing that the caller has to care for, where the call can be repeated safely.</summary>
    /// <param name="kind">What goes wrong, once.</param>
    [TestCase(SimulatorFaultKind.CutBeforeActing)]
    [TestCase(SimulatorFaultKind.CutAfterActing)]
    [TestCase(SimulatorFaultKind.KeyInUse)]
    [TestCase(SimulatorFaultKind.RateLimited)]
    public async Task One_failure_on_the_way_charges_once(SimulatorFaultKind kind)
    {
        await using var host = await StartAsync(FaultSpeed);
        var charging = ConfirmsReturns && host.Supports(PaymentOperations.Confirm) ? PaymentOperations.Confirm : PaymentOperations.Create;
        var wire = await DisturbableAsync(charging);
        var act = await PrepareAsync(host, charging);
        host.Simulator.Faults.Add(kind, wire);
        object? answer = null;
        var thrown = await CatchAsync(async () => answer = await act.CallAsync(host));
        if (thrown is not null)
        {
            Assert.That(thrown, Is.InstanceOf<PaymentException>());
            await RepeatAsync(host, act, charging);
            return;
        }

        await act.AssertOnceAsync(answer);
    }

    /// <summary>A read survives a failure or two, and says so when there are more.</summary>
    /// <param name="kind">What goes wrong.</param>
    [TestCase(SimulatorFaultKind.CutBeforeActing)]
    [TestCase(SimulatorFaultKind.ErrorBeforeActing)]
    [TestCase(SimulatorFaultKind.MalformedJson)]
    [TestCase(SimulatorFaultKind.HtmlBody)]
    [TestCase(SimulatorFaultKind.OversizedBody)]
    public async Task A_read_that_fails_changes_nothing(SimulatorFaultKind kind)
    {
        await using var host = await StartAsync(FaultSpeed);
        if (!host.Supports(PaymentOperations.Get))
            Assert.Ignore("The provider cannot be read.");
        var paid = await PayAsync(host);
        host.Simulator.Faults.Add(new SimulatorFault(kind) { Count = 8, Status = 503 });
        var thrown = await ThrowsAsync<PaymentException>(() => host.Provider.GetPaymentAsync(paid.Reference));
        Assert.That(thrown.Outcome, Is.Not.EqualTo(PaymentOutcome.Unknown), "A read moves nothing.");
        host.Simulator.Faults.Clear();
        Assert.That((await host.RememberedAsync(paid.Reference))!.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That((await host.Provider.GetPaymentAsync(paid.Reference)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    /// <summary>A status that nobody here knows is kept as it was sent, and breaks nothing.</summary>
    [Test]
    public async Task An_unknown_status_survives()
    {
        await using var host = await StartAsync();
        if (!host.Supports(PaymentOperations.Get))
            Assert.Ignore("The provider cannot be read.");
        var created = await CreateAsync(host);
        if (Writes(host) == 0)
            await FinishAsync(host, created, PayerAction.Pay); // The provider hears of it from the payer's page only.
        var payment = await ReadUnknownAsync(host, created);

        // A provider that says nothing of a payment before it is paid has no status to change until then.
        if (payment.ProviderStatus.Length == 0)
            payment = await ReadUnknownAsync(host, await PayAsync(host));
        Assert.That(payment.ProviderStatus, Does.Contain("teleported"));
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Unknown));
    }

    /// <summary>A refund whose outcome is unknown keeps its share: another one cannot use it up.</summary>
    /// <param name="kind">What goes wrong.</param>
    [TestCase(SimulatorFaultKind.CutAfterActing)]
    [TestCase(SimulatorFaultKind.CutBeforeActing)]
    public async Task An_unclear_refund_keeps_its_share(SimulatorFaultKind kind)
    {
        await using var host = await StartAsync(FaultSpeed);
        if (await LacksAsync(host, PaymentOperations.Refund) || await LacksAsync(host, PaymentOperations.PartialRefund))
            return;
        var wire = await DisturbableAsync(PaymentOperations.Refund);
        var paid = await PayAsync(host);
        var request = NewRefund(paid.Reference, Part(host, 60), NewKey("refund"));
        host.Simulator.Faults.Add(new SimulatorFault(kind) { Operation = wire, Count = 8 });
        await ThrowsAsync<PaymentOutcomeUnknownException>(() => host.Provider.RefundPaymentAsync(request));
        host.Simulator.Faults.Clear();

        var second = await ThrowsAsync<PaymentConflictException>(() => host.Provider.RefundPaymentAsync(NewRefund(paid.Reference, Part(host, 60), NewKey("refund"))));
        Assert.That(second.Outcome, Is.EqualTo(PaymentOutcome.NeverSent));
        await CatchAsync(() => host.Provider.RefundPaymentAsync(request));
        Assert.That(TotalsOf(host, paid).Refunded, Is.LessThanOrEqualTo(OnTheWire(Part(host, 60))));
    }

    private async Task<Payment> ReadUnknownAsync(ConformanceHost<TSimulator> host, Payment payment)
    {
        await using var other = StartAnother(host);
        host.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.UnknownStatus) { Count = 4 });
        var read = await other.Provider.GetPaymentAsync(PaymentReference.Parse(payment.Reference.ToString()));
        host.Simulator.Faults.Clear();
        return read;
    }

    private async Task RepeatAsync(ConformanceHost<TSimulator> host, Act act, PaymentOperations operation, bool mustSucceed = false)
    {
        await host.SettleRequestsAsync();
        host.Simulator.Faults.Clear();
        object? answer = null;
        var thrown = await CatchAsync(async () => answer = await act.CallAsync(host));
        if (mustSucceed || host.Provider.Capabilities.IdempotencyKeyLifetimes.ContainsKey(operation))
            Assert.That(thrown, Is.Null, "The same request again is carried out.");
        if (thrown is not null)
        {
            Assert.That(thrown, Is.InstanceOf<PaymentOutcomeUnknownException>());
            await act.AssertNeverAsync();
            return;
        }

        await act.AssertOnceAsync(answer);
    }
}

/// <summary>The faults after which nobody knows, for each operation.</summary>
internal static class ConformanceFaults
{
    private static readonly (SimulatorFaultKind Kind, int Status)[] Unclear =
    [
        (SimulatorFaultKind.CutBeforeActing, 500), (SimulatorFaultKind.CutAfterActing, 500), (SimulatorFaultKind.Hang, 500),
        (SimulatorFaultKind.ErrorBeforeActing, 500), (SimulatorFaultKind.ErrorBeforeActing, 503), (SimulatorFaultKind.ErrorAfterActing, 502),
        (SimulatorFaultKind.MalformedJson, 200), (SimulatorFaultKind.HtmlBody, 502), (SimulatorFaultKind.OversizedBody, 200),
    ];

    private static readonly (PaymentOperations Operation, SimulatorFaultKind Kind, int Status)[] All =
        [.. from operation in ConformanceCases.Moves from fault in Unclear select (operation, fault.Kind, fault.Status)];

    internal static readonly PaymentOperations[] UnclearOperations = [.. All.Select(row => row.Operation)];

    internal static readonly SimulatorFaultKind[] UnclearKinds = [.. All.Select(row => row.Kind)];

    internal static readonly int[] UnclearStatuses = [.. All.Select(row => row.Status)];
}
