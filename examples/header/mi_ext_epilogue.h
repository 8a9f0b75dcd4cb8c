#if defined(__cplusplus)
}
#endif

#endif /* _mi_ext_h */
