namespace Adjoint.Operators.InWords;

/// <summary>How words stand inside others.</summary>
internal enum Closure
{
    /// <summary>A name or a call, which needs nothing.</summary>
    Closed,

    /// <summary>A noun such as <c>valid convolution of w with y</c>, which takes an article.</summary>
    Noun,

    /// <summary>A sum or a product, which needs parentheses.</summary>
    Open,
}
