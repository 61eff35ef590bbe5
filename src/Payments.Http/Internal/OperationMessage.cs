namespace Payments.Http;

/// <summary>Carries a call through the handlers. What goes out is a fresh message for each attempt.</summary>
internal sealed class OperationMessage(ProviderOperation operation) : HttpRequestMessage(operation.Request.Method, operation.Address)
{
    internal ProviderOperation Operation => operation;
}
