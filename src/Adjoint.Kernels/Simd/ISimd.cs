using System.Numerics;

namespace Adjoint.Kernels.Simd;

/// <summary>
/// A vector register of <see cref="Count"/> numbers ("lanes") on which every operation works in all lanes at once.
/// A loop written once over this interface is compiled separately for each register width: the implementations are
/// structs and the members static, so that the compiler puts the machine instruction in the place of each call.
/// </summary>
/// <typeparam name="TSelf">The register itself.</typeparam>
/// <typeparam name="T">The number in a lane: float or double.</typeparam>
public unsafe interface ISimd<TSelf, T>
    where TSelf : unmanaged, ISimd<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lanes in one register: 64, 32 or 16 bytes divided by the size of <typeparamref name="T"/>, or 1.</summary>
    static abstract int Count { get; }

    /// <summary>Registers the processor has of this width: 32 or 16. A tile of accumulators must fit in them.</summary>
    static abstract int Registers { get; }

    /// <summary>Zero in all lanes.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The same number in all lanes.</summary>
    /// <param name="value">The number.</param>
    static abstract TSelf Broadcast(T value);

    /// <summary>Reads <see cref="Count"/> consecutive numbers; the address need not be aligned.</summary>
    /// <param name="source">Address of the first number.</param>
    static abstract TSelf Load(T* source);

    /// <summary>Writes <see cref="Count"/> consecutive numbers; the address need not be aligned.</summary>
    /// <param name="value">What to write.</param>
    /// <param name="destination">Address of the first number.</param>
    static abstract void Store(TSelf value, T* destination);

    /// <summary>a + b, lane by lane.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    static abstract TSelf Add(TSelf a, TSelf b);

    /// <summary>a − b, lane by lane.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    static abstract TSelf Subtract(TSelf a, TSelf b);

    /// <summary>a · b, lane by lane.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    static abstract TSelf Multiply(TSelf a, TSelf b);

    /// <summary>a / b, lane by lane.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    static abstract TSelf Divide(TSelf a, TSelf b);

    /// <summary>a · b + c, lane by lane: rounded once where the processor fuses the two, else twice.</summary>
    /// <param name="a">Left factor.</param>
    /// <param name="b">Right factor.</param>
    /// <param name="c">What is added.</param>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The greater of a and b, lane by lane; not-a-number if either is.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller of a and b, lane by lane; not-a-number if either is.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>A mask: set in the lanes where a &gt; b. Only <see cref="ConditionalSelect"/> can read it.</summary>
    /// <param name="a">Left operand.</param>
    /// <param name="b">Right operand.</param>
    static abstract TSelf GreaterThan(TSelf a, TSelf b);

    /// <summary><paramref name="a"/> in the lanes where the mask is set, <paramref name="b"/> in the others.</summary>
    /// <param name="mask">A result of <see cref="GreaterThan"/>.</param>
    /// <param name="a">Taken where the mask is set.</param>
    /// <param name="b">Taken where it is not.</param>
    static abstract TSelf ConditionalSelect(TSelf mask, TSelf a, TSelf b);

    /// <summary>−x, lane by lane.</summary>
    /// <param name="x">Operand.</param>
    static abstract TSelf Negate(TSelf x);

    /// <summary>|x|, lane by lane.</summary>
    /// <param name="x">Operand.</param>
    static abstract TSelf Abs(TSelf x);

    /// <summary>√x, lane by lane.</summary>
    /// <param name="x">Operand.</param>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>eˣ, lane by lane, within a few units in the last place.</summary>
    /// <param name="x">Operand.</param>
    static abstract TSelf Exp(TSelf x);

    /// <summary>The natural logarithm, lane by lane, within a few units in the last place.</summary>
    /// <param name="x">Operand.</param>
    static abstract TSelf Log(TSelf x);

    /// <summary>The largest whole number not above x, lane by lane.</summary>
    /// <param name="x">Operand.</param>
    static abstract TSelf Floor(TSelf x);

    /// <summary>The sum over the lanes, always added in the same order.</summary>
    /// <param name="x">Operand.</param>
    static abstract T Sum(TSelf x);
}
