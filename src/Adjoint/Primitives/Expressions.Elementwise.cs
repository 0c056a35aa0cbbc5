using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <content>Functions of numbers, applied entry by entry.</content>
public static partial class Expressions
{
    /// <summary>a where a &gt; 0, else slope · a. At 0 the derivative is the slope.</summary>
    /// <param name="argument">a.</param>
    /// <param name="slope">The slope below zero.</param>
    public static Expr LeakyRelu(Expr argument, double slope = 0.01) => new LeakyRelu(slope).Apply(argument);

    /// <summary>a where a &gt; 0, else α (eᵃ − 1).</summary>
    /// <param name="argument">a.</param>
    /// <param name="alpha">α, at least 0.</param>
    public static Expr Elu(Expr argument, double alpha = 1) => new Elu(alpha).Apply(argument);

    /// <summary>|a|. At 0 the derivative is 0.</summary>
    /// <param name="argument">a.</param>
    public static Expr Abs(Expr argument) => new Abs().Apply(argument);

    /// <summary>1 where a &gt; 0, −1 where a &lt; 0, else 0; its derivative is 0.</summary>
    /// <param name="argument">a.</param>
    public static Expr Sign(Expr argument) => new Sign().Apply(argument);

    /// <summary>√a for a ≥ 0. At 0 the derivative is infinite.</summary>
    /// <param name="argument">a.</param>
    public static Expr Sqrt(Expr argument) => new Sqrt().Apply(argument);

    /// <summary>aᵖ with a constant exponent: any a (not 0 if p &lt; 0) where p is whole, else a ≥ 0.</summary>
    /// <param name="argument">a.</param>
    /// <param name="exponent">p.</param>
    public static Expr Power(Expr argument, double exponent) =>
        exponent == 1 ? argument : exponent == 2 ? Square(argument) : exponent == 0.5 ? Sqrt(argument) : new Power(exponent).Apply(argument);

    /// <summary>eᵃ.</summary>
    /// <param name="argument">a.</param>
    public static Expr Exp(Expr argument) => new Exp().Apply(argument);

    /// <summary>The natural logarithm of a &gt; 0.</summary>
    /// <param name="argument">a.</param>
    public static Expr Log(Expr argument) => new Log().Apply(argument);

    /// <summary>1 / (1 + e⁻ᵃ).</summary>
    /// <param name="argument">a.</param>
    public static Expr Sigmoid(Expr argument) => new Sigmoid().Apply(argument);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="argument">a.</param>
    public static Expr Tanh(Expr argument) => new Tanh().Apply(argument);

    /// <summary>log(1 + eᵃ), the <c>logistic</c> of the expression language; neither overflows nor cancels.</summary>
    /// <param name="argument">a.</param>
    public static Expr Softplus(Expr argument) => new Softplus().Apply(argument);

    /// <summary>The error function, 2/√π ∫₀ᵃ e^(−s²) ds.</summary>
    /// <param name="argument">a.</param>
    public static Expr Erf(Expr argument) => new Erf().Apply(argument);

    /// <summary>½ a (1 + erf(a/√2)), the exact form.</summary>
    /// <param name="argument">a.</param>
    public static Expr Gelu(Expr argument) => new Gelu().Apply(argument);

    /// <summary>a / (1 + e⁻ᵃ), also called swish.</summary>
    /// <param name="argument">a.</param>
    public static Expr Silu(Expr argument) => new Silu().Apply(argument);

    /// <summary>
    /// ½a² where |a| ≤ δ, δ (|a| − δ/2) beyond, as training frameworks have it. The <c>huber</c> of the command's expression language is twice this.
    /// </summary>
    /// <param name="argument">a.</param>
    /// <param name="delta">δ, above 0.</param>
    public static Expr Huber(Expr argument, double delta = 1) => new Huber(delta).Apply(argument);

    /// <summary>The greater of a and b, broadcast. Where they are equal the derivative goes to a.</summary>
    /// <param name="left">a.</param>
    /// <param name="right">b.</param>
    public static Expr Maximum(Expr left, Expr right) => Binary(new Maximum(), left, right);

    /// <summary>The smaller of a and b, broadcast. Where they are equal the derivative goes to a.</summary>
    /// <param name="left">a.</param>
    /// <param name="right">b.</param>
    public static Expr Minimum(Expr left, Expr right) => Binary(new Minimum(), left, right);

    /// <summary>1 where a &gt; b, else 0, broadcast; its derivative is 0.</summary>
    /// <param name="left">a.</param>
    /// <param name="right">b.</param>
    public static Expr GreaterThan(Expr left, Expr right) => Binary(new GreaterThan(), left, right);

    /// <summary>
    /// a where the condition is not 0, else b; all three are broadcast. A NaN counts as false. It is the sum of two gates: the value that is not chosen has no influence,
    /// even if it is infinite or NaN, and no derivative.
    /// </summary>
    /// <param name="condition">Numbers, of which those other than 0 mean true.</param>
    /// <param name="ifTrue">a.</param>
    /// <param name="ifFalse">b.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Expr Where(Expr condition, Expr ifTrue, Expr ifFalse)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(ifTrue);
        ArgumentNullException.ThrowIfNull(ifFalse);
        Shape shape = Broadcasting.Common(condition.Shape, Broadcasting.Common(ifTrue.Shape, ifFalse.Shape));
        Expr isTrue = BroadcastTo(GreaterThan(Abs(condition), new Constant(0)), shape);
        return new Gate().Apply(BroadcastTo(ifTrue, shape), isTrue) + new Gate().Apply(BroadcastTo(ifFalse, shape), 1 - isTrue);
    }
}
