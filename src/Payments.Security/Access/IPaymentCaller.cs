namespace Payments.Security;

/// <summary>Says who asks. The host supplies it; with ASP.NET Core <c>AddAspNetCoreCaller()</c> takes the request's user. <see cref="SystemPaymentCaller"/> goes before it. A singleton, safe for concurrent use.</summary>
public interface IPaymentCaller
{
    /// <summary>The caller of the operation that is under way. Null when nobody is known: no guarded operation is allowed then.</summary>
    PaymentCaller? Current { get; }
}
