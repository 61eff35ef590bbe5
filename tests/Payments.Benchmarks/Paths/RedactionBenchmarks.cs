using BenchmarkDotNet.Attributes;
using Payments.Security;

namespace Payments.Benchmarks;

/// <summary>Masking a card number, against a string of the same length that is only filled.</summary>
[InvocationCount(16_384, 16)]
public class MaskBenchmarks
{
    private readonly string _number = string.Join(' ', "4242", "4242", "4242", "4242");

    [Benchmark(Baseline = true)]
    public string Fill() => string.Create(_number.Length, 0, static (text, _) => text.Fill('*'));

    [Benchmark]
    [Row("Mask of a card number", Against = "a new string of its length", NoMoreBytes = true)]
    public string Mask() => CardMask.Mask(_number);
}

/// <summary>
/// Redacting a line of a log: one without and one with a card number, against what is left of it as a new string, which only the second needs.
/// </summary>
[InvocationCount(8_192, 16)]
public class RedactionBenchmarks
{
    private readonly string _clean = "stripe create A-1001 ended as RequiresAction in 123.4 ms, request req_AbCdEf123, payer from 203.0.113.7, attempt 1 of 3";
    private readonly string _secret = "The form said number=4242424242424242&exp=1229 in the request req_AbCdEf123 of A-1001, and the server answered 400 in 12 ms";
    private string _redacted = "";

    [GlobalSetup]
    public void Start() => _redacted = PaymentRedactor.Redact(_secret);

    [Benchmark(Baseline = true)]
    public string Copy() => new(_redacted.AsSpan());

    [Benchmark]
    [Row("Redaction of a clean line of 115 characters", Against = "a copy of a line", NoMoreBytes = true)]
    public string Clean() => PaymentRedactor.Redact(_clean);

    [Benchmark]
    [Row("Redaction of a line with a card number", Against = "a copy of a line", NoMoreBytes = true)]
    public string Secret() => PaymentRedactor.Redact(_secret);
}
