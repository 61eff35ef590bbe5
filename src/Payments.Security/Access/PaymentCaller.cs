namespace Payments.Security;

/// <summary>Who asks for an operation, as the host knows them. Name people by an id of yours, not by name or e-mail: the audit log keeps it.</summary>
/// <param name="Id">The caller's id: a user, a service account, a job. Not empty.</param>
/// <param name="Roles">The caller's roles.</param>
/// <param name="Scopes">What the caller's token allows, such as <c>payments:refund</c>.</param>
/// <param name="RemoteAddress">Where the call came from: an IP address. Null for a caller inside of the host.</param>
/// <param name="CorrelationId">The id of the request or trace that the call belongs to. Null for none.</param>
public sealed record PaymentCaller(
    string Id, IReadOnlyCollection<string> Roles, IReadOnlyCollection<string> Scopes, string? RemoteAddress = null, string? CorrelationId = null)
{
    /// <summary>The caller's id. Not empty.</summary>
    public string Id { get; init => field = Check(value); } = Check(Id);

    /// <summary>The id alone.</summary>
    /// <returns><see cref="Id"/>.</returns>
    public override string ToString() => Id;

    private static string Check(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return id;
    }
}
