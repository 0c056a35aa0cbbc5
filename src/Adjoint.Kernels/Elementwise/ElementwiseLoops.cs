using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>
/// Functions applied number by number. The result may take the place of an operand exactly; it must not overlap one
/// otherwise. Every function takes time in proportion to the length.
/// </summary>
public static unsafe class ElementwiseLoops
{
    /// <summary>result[i] = f(x[i]).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TOperator">f, such as <see cref="ReluOperator{T}"/>.</typeparam>
    /// <param name="x">Operand.</param>
    /// <param name="result">As long as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the result overlaps the operand without being it.</exception>
    public static void Apply<T, TOperator>(ReadOnlySpan<T> x, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IUnaryOperator<T>
    {
        Check(x, result);
        if (result.IsEmpty) return;
        fixed (T* from = x, to = result)
        {
            var loop = new UnaryLoop<T, TOperator> { X = from, Result = to, Length = result.Length };
            SimdDispatch.Run<T, UnaryLoop<T, TOperator>>(ref loop, result.Length);
        }
    }

    /// <summary>result[i] = f(x[i], y[i]).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TOperator">f, such as <see cref="AddOperator{T}"/>.</typeparam>
    /// <param name="x">Left operand.</param>
    /// <param name="y">Right operand.</param>
    /// <param name="result">As long as the operands.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the result overlaps an operand without being it.</exception>
    public static void Apply<T, TOperator>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
    {
        Check(x, result);
        Check(y, result);
        fixed (T* left = x, right = y, to = result)
            Run<T, TOperator, SpanOperand<T>, SpanOperand<T>>(left, right, to, result.Length);
    }

    /// <summary>result[i] = f(x[i], y).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TOperator">f, such as <see cref="AddOperator{T}"/>.</typeparam>
    /// <param name="x">Left operand.</param>
    /// <param name="y">Right operand, the same everywhere.</param>
    /// <param name="result">As long as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the result overlaps the operand without being it.</exception>
    public static void Apply<T, TOperator>(ReadOnlySpan<T> x, T y, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
    {
        Check(x, result);
        fixed (T* left = x, to = result)
            Run<T, TOperator, SpanOperand<T>, ScalarOperand<T>>(left, &y, to, result.Length);
    }

    /// <summary>result[i] = f(x, y[i]).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TOperator">f, such as <see cref="SubtractOperator{T}"/>.</typeparam>
    /// <param name="x">Left operand, the same everywhere.</param>
    /// <param name="y">Right operand.</param>
    /// <param name="result">As long as <paramref name="y"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the result overlaps the operand without being it.</exception>
    public static void Apply<T, TOperator>(T x, ReadOnlySpan<T> y, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
    {
        Check(y, result);
        fixed (T* right = y, to = result)
            Run<T, TOperator, ScalarOperand<T>, SpanOperand<T>>(&x, right, to, result.Length);
    }

    /// <summary>result[i] = value.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="value">The number.</param>
    /// <param name="result">Overwritten.</param>
    public static void Fill<T>(T value, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => result.Fill(value);

    /// <summary>x[i] = factor · x[i].</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="factor">The factor.</param>
    /// <param name="x">Multiplied in place.</param>
    public static void Scale<T>(T factor, Span<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Apply<T, MultiplyOperator<T>>(x, factor, x);

    /// <summary>y[i] = y[i] + a · x[i], rounded once where the processor fuses the two.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">The factor.</param>
    /// <param name="x">What is scaled and added.</param>
    /// <param name="y">As long as <paramref name="x"/>; added to in place.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the spans overlap without being the same.</exception>
    public static void AddScaled<T>(T a, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(x, y);
        if (y.IsEmpty) return;
        fixed (T* from = x, to = y)
        {
            var loop = new AddScaledLoop<T> { A = a, X = from, Y = to, Length = y.Length };
            SimdDispatch.Run<T, AddScaledLoop<T>>(ref loop, y.Length);
        }
    }

    private static void Run<T, TOperator, TLeft, TRight>(T* x, T* y, T* result, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
        where TLeft : struct, IOperand<T>
        where TRight : struct, IOperand<T>
    {
        if (length == 0) return;
        var loop = new BinaryLoop<T, TOperator, TLeft, TRight> { X = x, Y = y, Result = result, Length = length };
        SimdDispatch.Run<T, BinaryLoop<T, TOperator, TLeft, TRight>>(ref loop, length);
    }

    private static void Check<T>(ReadOnlySpan<T> operand, ReadOnlySpan<T> result)
        where T : unmanaged
    {
        if (operand.Length != result.Length)
            throw new ArgumentException($"The operand has {operand.Length} numbers, the result {result.Length}.", nameof(operand));
        if (operand.Overlaps(result, out int offset) && offset != 0)
            throw new ArgumentException("The result overlaps an operand without being it.", nameof(result));
    }
}
