namespace Payments.Security;

/// <summary>Callers that are no person: those of this family, and the jobs that the host names itself.</summary>
public static class SystemPaymentCaller
{
    /// <summary>
    /// Id and role of what a payer's return confirms and reads, whoever is signed in. Allow the role where <see cref="PaymentAction.Confirm"/> or
    /// <see cref="PaymentAction.Read"/> is guarded.
    /// </summary>
    public const string Return = "payments:return";

    /// <summary>Id of what a webhook brings, in the audit log. No policy is asked: the message itself was checked.</summary>
    public const string Webhook = "payments:webhook";

    /// <summary>Id of what the reconciler brings, in the audit log. No policy is asked: it only reads.</summary>
    public const string Reconciler = "payments:reconciler";

    private static readonly AsyncLocal<PaymentCaller?> Named = new();

    /// <summary>The caller that the running code was given. Null where it was given none.</summary>
    internal static PaymentCaller? Current => Named.Value;

    /// <summary>
    /// Names who asks for everything that is called until the scope ends, instead of <see cref="IPaymentCaller"/>: a job of the host's, such as
    /// <c>new PaymentCaller("jobs:shipping", ["shipping"], [])</c>. It holds for this asynchronous flow and what it starts.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <returns>Ends the scope when it is disposed of.</returns>
    public static IDisposable BeginScope(PaymentCaller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var outer = Named.Value;
        Named.Value = caller;
        return new Scope(outer);
    }

    /// <summary>The caller of a payer's return. The endpoint of Payments.AspNetCore uses it by itself; others put a scope around <see cref="PaymentReturns"/>.</summary>
    /// <param name="remoteAddress">The payer's IP address. Null when it is not known.</param>
    /// <param name="correlationId">The id of the request. Null for none.</param>
    /// <returns>The caller, with <see cref="Return"/> as its id and only role.</returns>
    public static PaymentCaller ForReturn(string? remoteAddress = null, string? correlationId = null) =>
        new(Return, [Return], [], remoteAddress, correlationId);

    /// <summary>Whether an id or a role is one of this family's, which no user may have.</summary>
    /// <param name="name">The id or role.</param>
    /// <returns>True for <see cref="Return"/>, <see cref="Webhook"/> and <see cref="Reconciler"/>, in any case.</returns>
    public static bool IsBuiltIn(string? name) =>
        Return.Equals(name, StringComparison.OrdinalIgnoreCase) || Webhook.Equals(name, StringComparison.OrdinalIgnoreCase)
        || Reconciler.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Who asks: the caller that was named here, else the one that the host knows.</summary>
    internal static PaymentCaller? Or(IPaymentCaller? host) => Current ?? host?.Current;

    private sealed class Scope(PaymentCaller? outer) : IDisposable
    {
        public void Dispose() => Named.Value = outer;
    }
}
